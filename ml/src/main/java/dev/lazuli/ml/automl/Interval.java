package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// A range that holds the true value with a probability of 95 %.
public record Interval(double low, double high) {
  /// Quantile 0.975 of Student's t for 1 to 30 degrees of freedom.
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  private static final int RESAMPLES = 200;
  private static final int RESAMPLES_MIN = 40;

  /// The part of this that lies in `bounds`.
  Interval within(Interval bounds) {
    return new Interval(Math.max(low, bounds.low), Math.min(high, bounds.high));
  }

  /// The interval of a mean over folds, which share training rows: the variance is corrected as in
  /// [Nadeau and Bengio, 2003](https://link.springer.com/article/10.1023/A:1024068626366).
  ///
  /// @param validationPerTrain validation rows of a fold over its training rows
  static Interval ofFolds(double[] values, double validationPerTrain) {
    double mean = mean(values);
    double half = halfWidth(values, validationPerTrain);
    return new Interval(mean - half, mean + half);
  }

  /// The interval of a value of rows, by drawing rows again with replacement.
  ///
  /// @param value of rows, given by their places in `[0, n)`
  /// @param soft ends the drawing early, after the least number of times
  static Interval ofRows(int n, ToDoubleFunction<int[]> value, long seed, StopSignal soft) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[RESAMPLES];
    int count = 0;
    int[] rows = new int[n];
    while (count < RESAMPLES && !(count >= RESAMPLES_MIN && soft.isStopped())) {
      for (int row = 0; row < n; row++) {
        rows[row] = random.nextInt(n);
      }
      values[count++] = value.applyAsDouble(rows);
    }
    Arrays.sort(values, 0, count);
    int cut = (int) (0.025 * count);
    return new Interval(values[cut], values[count - 1 - cut]);
  }

  /// Half the width of the interval of a mean over folds.
  static double halfWidth(double[] values, double validationPerTrain) {
    int k = values.length;
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double variance = squares / (k - 1);
    return T[Math.min(k - 1, T.length) - 1] * Math.sqrt(variance * (1.0 / k + validationPerTrain));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
