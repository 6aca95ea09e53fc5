package dev.lazuli.ml.forecast.series;

import java.util.Arrays;

/// Fills missing values of a series.
final class Gaps {
  /// Longer gaps of repeating series take the values one period away.
  private static final int SHORT_GAP = 2;

  private Gaps() {}

  /// The values with their gaps filled; the first and the last are not missing.
  static double[] fill(double[] observed, SeriesOptions.GapFill rule, int period) {
    return switch (rule) {
      case INTERPOLATE -> interpolated(observed, period);
      case FORWARD -> forward(observed);
      case ZERO -> Arrays.stream(observed).map(value -> Double.isNaN(value) ? 0 : value).toArray();
    };
  }

  private static double[] forward(double[] observed) {
    double[] values = observed.clone();
    for (int i = 1; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        values[i] = values[i - 1];
      }
    }
    return values;
  }

  private static double[] interpolated(double[] observed, int period) {
    double[] values = observed.clone();
    int n = values.length;
    for (int i = 0; i < n; i++) {
      if (!Double.isNaN(observed[i])) {
        continue;
      }
      int end = i;
      while (Double.isNaN(observed[end])) {
        end++;
      }
      double left = observed[i - 1];
      double right = observed[end];
      for (int j = i; j < end; j++) {
        double line = left + (right - left) * (j - i + 1) / (end - i + 1);
        values[j] =
            end - i > SHORT_GAP && period > 1
                ? aPeriodAway(observed, values, j, period, line)
                : line;
      }
      i = end;
    }
    return values;
  }

  private static double aPeriodAway(
      double[] observed, double[] values, int at, int period, double line) {
    double sum = 0;
    int count = 0;
    if (at - period >= 0) {
      sum += values[at - period];
      count++;
    }
    if (at + period < observed.length && !Double.isNaN(observed[at + period])) {
      sum += observed[at + period];
      count++;
    }
    return count == 0 ? line : sum / count;
  }
}
