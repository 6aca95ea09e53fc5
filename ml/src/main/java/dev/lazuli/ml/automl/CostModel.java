package dev.lazuli.ml.automl;

import dev.lazuli.ml.boost.Feature;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// What boosting is expected to cost, by a rule of thumb and not by a clock, so that decisions made
/// with it are the same each time.
///
/// The constants come from 38,800 rows x 9 features and 30,000 rows x 20 features on one core.
final class CostModel {
  private static final double NANOS_PER_CELL = 8;
  private static final double NANOS_PER_BIN = 3;
  private static final int BINS_MAX = 200;
  private static final int SAMPLE = 2_000;

  /// Multiplications and additions of a network's training in a second on one core.
  private static final double NETWORK_FLOPS = 1.2e9;

  private static final double NETWORK_EPOCHS = 40;

  /// Time for each pair of rows of a support vector machine with a kernel.
  private static final double KERNEL_NANOS_PER_CELL = 0.6;

  private static final double KERNEL_NANOS = 100;

  /// Part of all the time that one trial of a slow learner may take.
  private static final double SHARE_MAX = 0.2;

  private static final double LEAVES_USUAL = 63;

  /// Rounds until the validation loss stops falling, times the trainer rate.
  private static final double ROUNDS_TIMES_RATE = 50;

  private static final double[] RATES = {0.02, 0.03, 0.05, 0.07};
  private static final int ROUNDS_MAX_LEAST = 200;
  private static final double ROWS_FEW = 5_000;

  private final double rows;
  private final double features;
  private final double bins;
  private final double columns;
  private final int outputs;
  private final Duration budget;
  private final int slots;
  private final int coresPerTrial;

  CostModel(TrainingSet set, SearchLimits limits) {
    this.rows = set.trainCount();
    this.features = set.table().features().size();
    this.bins = set.table().features().stream().mapToInt(CostModel::bins).sum();
    this.columns = set.table().features().stream().mapToInt(CostModel::columns).sum();
    this.outputs = set.target().outputs() == 2 ? 1 : set.target().outputs();
    this.budget = limits.budget();
    this.slots = limits.cores();
    this.coresPerTrial = limits.coresPerTrial();
  }

  private static int bins(Feature feature) {
    return switch (feature) {
      case Feature.Categorical category -> Math.min(BINS_MAX, category.cardinality());
      case Feature.Numeric numeric ->
          (int)
              IntStream.range(0, Math.min(SAMPLE, numeric.size()))
                  .mapToDouble(numeric::value)
                  .distinct()
                  .limit(BINS_MAX)
                  .count();
    };
  }

  private static int columns(Feature feature) {
    return feature instanceof Feature.Categorical category ? category.cardinality() + 1 : 1;
  }

  /// Threads of a trial.
  int coresPerTrial() {
    return coresPerTrial;
  }

  /// Columns that learners of vectors see: one for a number, one for each code of a category.
  double columns() {
    return columns;
  }

  /// Whether a trial of a network with these hidden layers is worth its time.
  boolean affordsNetwork(List<Integer> hidden, double share, int folds) {
    double weights = 0;
    double inputs = columns;
    for (int units : hidden) {
      weights += inputs * units;
      inputs = units;
    }
    weights += inputs * outputs;
    double seconds = 6 * weights * rows * share * NETWORK_EPOCHS / NETWORK_FLOPS;
    return seconds * folds <= SHARE_MAX * budget.toMillis() / 1e3 * slots;
  }

  /// Whether a trial of a support vector machine with a kernel is worth its time.
  boolean affordsKernel(double share, int folds) {
    double pairs = rows * share * rows * share;
    double seconds = pairs * (columns * KERNEL_NANOS_PER_CELL + KERNEL_NANOS) * outputs / 1e9;
    return seconds * folds <= SHARE_MAX * budget.toMillis() / 1e3 * slots;
  }

  /// How many usual trainings on a share of the rows, at trainer rate 0.1, half the budget holds.
  double trainings(double share) {
    return 0.5 * budget.toMillis() / 1e3 * slots / seconds(share, 0.1);
  }

  /// Part of the budget that one usual trial takes.
  double trialShare(double share, int folds) {
    return seconds(share, 0.1) * folds / (budget.toMillis() / 1e3);
  }

  private double seconds(double share, double learningRate) {
    double leaves = Math.clamp(rows * share / 20, 4, LEAVES_USUAL);
    double round = rows * share * features * NANOS_PER_CELL + leaves * bins * NANOS_PER_BIN;
    return round * outputs * ROUNDS_TIMES_RATE / learningRate / 1e9;
  }

  /// The rate to begin with: faster where a single trial would take most of the time.
  double usualRate(double share, int folds) {
    return seconds(share, 0.1) * folds <= 0.4 * budget.toMillis() / 1e3 ? 0.1 : 0.2;
  }

  /// The most rounds of a model that may have so many trees when it is fitted again on all rows.
  int roundsMax(int treesMax) {
    return Math.max(ROUNDS_MAX_LEAST, (int) (treesMax / FinalModel.ROUNDS_MORE) / outputs);
  }

  /// The slowest trainer rate at which `trials` trials of `folds` fits fill half of the budget;
  /// `fastest` if all are too slow.
  ///
  /// Tables of few rows gain nothing from the slowest, and no rate is so slow that it would need
  /// more than `roundsMax`.
  ///
  /// @param roundsTimesRate rounds that fits took so far, times their trainer rate
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
