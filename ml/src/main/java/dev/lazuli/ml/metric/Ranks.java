package dev.lazuli.ml.metric;

import java.util.Arrays;

/// Places of values in ascending order.
final class Ranks {
  private Ranks() {}

  /// The rank of each value, from 1; equal values share the mean of their places.
  static double[] of(double[] values) {
    double[] sorted = values.clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = sorted[i] == 0 ? 0 : sorted[i]; // -0.0 counts as 0.0
    }
    Arrays.sort(sorted);
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double value = values[i] == 0 ? 0 : values[i];
      ranks[i] = (first(sorted, value) + 1 + last(sorted, value)) / 2.0;
    }
    return ranks;
  }

  /// How many values are less than `value`.
  private static int first(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// How many values are at most `value`.
  private static int last(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
