package dev.lazuli.ml.automl;

import dev.lazuli.ml.metric.Metric;
import java.util.Arrays;

/// Two models judged on the same folds, and whether these tell the two apart.
///
/// Two kinds of evidence count, as each sees what the other overlooks. The size of the mean
/// difference is held against how much the differences vary, so that a single fold decides nothing;
/// but one erratic fold makes them vary so much that no mean stands out. Their sign sees that one
/// model wins nearly every fold, whatever by.
final class PairedFolds {
  /// How likely so many folds may go to one of two equal models.
  private static final double CHANCE_MAX = 0.05;

  private final double[] gains;
  private final double meanError;
  private final double validationPerTrain;

  private PairedFolds(double[] gains, double meanError, double validationPerTrain) {
    this.gains = gains;
    this.meanError = meanError;
    this.validationPerTrain = validationPerTrain;
  }

  /// Pairs two models' folds.
  ///
  /// @param one the metric of one model on each fold
  /// @param other that of the other
  /// @param whole which folds count: those that time cut tell of the time and not of a model
  /// @param validationPerTrain validation rows of a fold over its training rows; 0 for parts of the
  ///   rows that one model was judged on
  static PairedFolds of(
      Metric metric, double[] one, double[] other, boolean[] whole, double validationPerTrain) {
    double[] gains = new double[one.length];
    double errors = 0;
    int count = 0;
    for (int fold = 0; fold < one.length; fold++) {
      if (whole[fold]) {
        gains[count++] = metric.score(one[fold]) - metric.score(other[fold]);
        errors += metric.isMaximized() ? 1 - other[fold] : other[fold];
      }
    }
    return new PairedFolds(Arrays.copyOf(gains, count), errors / count, validationPerTrain);
  }

  /// Number of folds that count.
  int count() {
    return gains.length;
  }

  /// Number of folds on which the one is better.
  int wins() {
    return (int) Arrays.stream(gains).filter(gain -> gain > 0).count();
  }

  /// Number of folds on which the one is worse.
  int losses() {
    return (int) Arrays.stream(gains).filter(gain -> gain < 0).count();
  }

  /// How much more error the one makes, as a part of the other's; negative when it makes less.
  /// Scores count by what they lack to 1.
  double cost() {
    double loss = -Arrays.stream(gains).average().orElse(Double.NaN);
    return loss == 0 ? 0 : loss / meanError;
  }

  /// Whether it may be chance which of the two seems better; false without two folds to tell by.
  boolean mayBeEqual() {
    return gains.length > 1 && !differInSize() && !differInSign();
  }

  private boolean differInSize() {
    double mean = Arrays.stream(gains).average().orElse(Double.NaN);
    return !(Math.abs(mean) <= Interval.halfWidth(gains, validationPerTrain));
  }

  /// Whether one wins so many folds as equal models hardly do: the sign test, which leaves ties
  /// out.
  private boolean differInSign() {
    int decided = wins() + losses();
    int most = Math.max(wins(), losses());
    double ways = 0;
    double choose = 1; // of `decided` folds, `lost` ones
    for (int lost = 0; lost <= decided - most; lost++) {
      ways += choose;
      choose = choose * (decided - lost) / (lost + 1);
    }
    return decided > 0 && ways * Math.pow(0.5, decided) <= CHANCE_MAX;
  }
}
