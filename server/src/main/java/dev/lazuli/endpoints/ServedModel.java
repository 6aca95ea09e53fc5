package dev.lazuli.endpoints;

import dev.lazuli.ml.model.TabularModel;

/// A model with what it answers.
///
/// @param answersProbabilities whether it answers the probability of each class when the request
///   does not say what it wants; else labels or numbers
public record ServedModel(TabularModel model, boolean answersProbabilities) {
  /// A model that answers labels or numbers.
  public static ServedModel of(TabularModel model) {
    return new ServedModel(model, false);
  }
}
