package dev.lazuli.models;

import dev.lazuli.ml.forecast.ForecastModel;
import dev.lazuli.ml.model.TabularModel;

/// A model with what it answers.
public sealed interface ServedModel {
  /// A model that predicts each row by itself.
  ///
  /// @param answersProbabilities whether it answers the probability of each class when the request
  ///   does not say what it wants; else labels or numbers
  /// @param answersLists whether each label comes in a list of its own
  record Rows(TabularModel model, boolean answersProbabilities, boolean answersLists)
      implements ServedModel {}

  /// A model that forecasts series.
  record Series(ForecastModel model) implements ServedModel {}

  /// A model that answers labels or numbers.
  static Rows of(TabularModel model) {
    return new Rows(model, false, false);
  }
}
