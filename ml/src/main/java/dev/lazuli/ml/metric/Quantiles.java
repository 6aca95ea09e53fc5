package dev.lazuli.ml.metric;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Small rules of numpy that charts share.
final class Quantiles {
  private Quantiles() {}

  /// The value below which a share of the values lies, between neighbours by distance.
  ///
  /// @param sorted ascending, not empty
  static double of(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
  }

  /// `count` evenly spaced numbers from `first` to `last`.
  static double[] spaced(double first, double last, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = i == count - 1 && i > 0 ? last : first + i * ((last - first) / (count - 1));
    }
    if (count == 1) {
      values[0] = first;
    }
    return values;
  }

  static double rounded(double value, int decimals, RoundingMode mode) {
    return BigDecimal.valueOf(value).setScale(decimals, mode).doubleValue();
  }

  /// Decimals that show steps of this size with two or more digits.
  static int decimals(double step) {
    return (int) Math.max(2, 3 - Math.log10(step));
  }
}
