package dev.lazuli.ml.automl;

import java.time.Duration;

/// What boosting is expected to cost, by a rule of thumb and not by a clock, so that decisions made
/// with it are the same each time.
///
/// The constants come from 38,800 rows x 9 features and 30,000 rows x 20 features on one core.
final class CostModel {
  private static final double NANOS_PER_CELL = 8;
  private static final double NANOS_PER_BIN = 3;
  private static final double BINS = 200;
  private static final double LEAVES_USUAL = 63;

  /// Rounds until the validation loss stops falling, times the learning rate.
  private static final double ROUNDS_TIMES_RATE = 50;

  private static final double[] RATES = {0.02, 0.03, 0.05, 0.07};
  private static final int ROUNDS_MAX_LEAST = 200;
  private static final double ROWS_FEW = 5_000;

  private final double rows;
  private final double features;
  private final int outputs;
  private final Duration budget;
  private final int slots;

  CostModel(TrainingSet set, SearchLimits limits) {
    this.rows = set.trainCount();
    this.features = set.table().features().size();
    this.outputs = set.target().outputs() == 2 ? 1 : set.target().outputs();
    this.budget = limits.budget();
    this.slots = limits.cores();
  }

  /// How many usual trainings on a share of the rows, at learning rate 0.1, half the budget holds.
  double trainings(double share) {
    return 0.5 * budget.toMillis() / 1e3 * slots / seconds(share, 0.1);
  }

  private double seconds(double share, double learningRate) {
    double round =
        rows * share * features * NANOS_PER_CELL + LEAVES_USUAL * features * BINS * NANOS_PER_BIN;
    return round * outputs * ROUNDS_TIMES_RATE / learningRate / 1e9;
  }

  /// The rate to begin with: faster where a single trial would take most of the time.
  double usualRate(double share, int folds) {
    return seconds(share, 0.1) * folds <= 0.4 * budget.toMillis() / 1e3 ? 0.1 : 0.2;
  }

  /// The most rounds of a model that may have so many trees when it is fitted again on all rows.
  int roundsMax(int treesMax) {
    return Math.max(ROUNDS_MAX_LEAST, (int) (treesMax / Finish.ROUNDS_MORE) / outputs);
  }

  /// The slowest learning rate at which `trials` trials of `folds` fits fill half of the budget;
  /// `fastest` if all are too slow.
  ///
  /// Tables of few rows gain nothing from the slowest, and no rate is so slow that it would need
  /// more than `roundsMax`.
  ///
  /// @param roundsTimesRate rounds that fits took so far, times their learning rate
  double learningRate(
      double share, int folds, int trials, int roundsMax, double roundsTimesRate, double fastest) {
    double room = 0.5 * budget.toMillis() / 1e3 * slots;
    double slowest = Math.max(roundsTimesRate / roundsMax, rows < ROWS_FEW ? 0.05 : 0);
    for (double rate : RATES) {
      double fits = seconds(share, rate) * roundsTimesRate / ROUNDS_TIMES_RATE * folds * trials;
      if (rate >= slowest && fits <= room) {
        return rate;
      }
    }
    return fastest;
  }
}
