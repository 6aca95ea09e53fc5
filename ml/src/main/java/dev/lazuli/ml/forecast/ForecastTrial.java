package dev.lazuli.ml.forecast;

import dev.lazuli.ml.automl.TrialResult;

/// A candidate that was tried.
final class ForecastTrial {
  private final Candidate candidate;
  private final TrialResult result;
  private final double[] predicted;

  /// @param predicted forecasts of all cells of the backtest; empty unless completed
  ForecastTrial(Candidate candidate, TrialResult result, double[] predicted) {
    this.candidate = candidate;
    this.result = result;
    this.predicted = predicted;
  }

  Candidate candidate() {
    return candidate;
  }

  TrialResult result() {
    return result;
  }

  double[] predicted() {
    return predicted;
  }

  boolean isComplete() {
    return result.state() == TrialResult.State.COMPLETED;
  }

  double scaledError() {
    return result
        .metrics()
        .getOrDefault(ForecastMetric.MEAN_ABSOLUTE_SCALED_ERROR.key(), Double.MAX_VALUE);
  }
}
