package dev.lazuli.ml.automl;

import java.util.List;

/// Chooses trainer rates: a usual one first, then by how many rounds the first fits took.
///
/// @param share part of the rows that a fit trains on
/// @param folds fits of a trial
/// @param roundsMax rounds of a fit at most
record LearningRate(CostModel costs, double share, int folds, int roundsMax) {
  /// Trials that the budget should have room for.
  private static final int TRIALS = 10;

  /// The rate for a trial that is proposed after these ended.
  double after(List<Trial> known) {
    double[] rounds =
        known.stream()
            .filter(Trial::isComplete)
            .filter(trial -> trial.plan().learner() instanceof LearnerPlan.Boosting)
            .mapToDouble(LearningRate::roundsTimesRate)
            .sorted()
            .toArray();
    double usual = costs.usualRate(share, folds);
    return rounds.length == 0
        ? usual
        : costs.learningRate(share, folds, TRIALS, roundsMax, rounds[rounds.length / 2], usual);
  }

  private static double roundsTimesRate(Trial trial) {
    return trial.plan().learner() instanceof LearnerPlan.Boosting(var settings, _)
        ? trial.tuning() * settings.learningRate()
        : 0;
  }
}
