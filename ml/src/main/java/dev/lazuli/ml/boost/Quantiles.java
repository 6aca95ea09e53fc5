package dev.lazuli.ml.boost;

import java.util.Arrays;

/// Weighted quantiles.
final class Quantiles {
  private Quantiles() {}

  /// The quantile of the first `n` values.
  ///
  /// With equal weights it lies between two values as numpy's does by default; else it is the
  /// smallest value at which the weights up to it reach `level` of all.
  static double weighted(double[] values, double[] weights, int n, double level) {
    if (n == 0) {
      return 0;
    }
    boolean equal = true;
    double total = 0;
    for (int i = 0; i < n; i++) {
      equal &= weights[i] == weights[0];
      total += weights[i];
    }
    if (equal) {
      double[] sorted = Arrays.copyOf(values, n);
      Arrays.sort(sorted);
      double position = level * (n - 1);
      int low = (int) position;
      int high = Math.min(low + 1, n - 1);
      return sorted[low] + (position - low) * (sorted[high] - sorted[low]);
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
    double sum = 0;
    for (Integer i : order) {
      sum += weights[i];
      if (sum >= level * total) {
        return values[i];
      }
    }
    return values[order[n - 1]];
  }
}
