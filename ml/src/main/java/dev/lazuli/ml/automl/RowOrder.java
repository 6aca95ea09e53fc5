package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;

/// Rows in the order of a number, equal ones as they come.
final class RowOrder {
  /// Rows between two looks at the stop signal.
  private static final int STEP = 1 << 16;

  private RowOrder() {}

  /// The row numbers, the one with the least value first; by merging ever longer runs.
  ///
  /// @param values without NaN
  static int[] by(double[] values, StopSignal stop) {
    int[] order = new int[values.length];
    for (int row = 0; row < order.length; row++) {
      order[row] = row;
    }
    int[] other = new int[order.length];
    for (int run = 1; run < order.length; run *= 2) {
      for (int from = 0; from < order.length; from += 2 * run) {
        if (from % STEP == 0) {
          stop.check();
        }
        int middle = Math.min(from + run, order.length);
        merge(values, order, other, from, middle, Math.min(middle + run, order.length));
      }
      int[] merged = other;
      other = order;
      order = merged;
    }
    return order;
  }

  private static void merge(double[] values, int[] from, int[] to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int place = start; place < end; place++) {
      boolean isLeft = right >= end || (left < middle && values[from[left]] <= values[from[right]]);
      to[place] = isLeft ? from[left++] : from[right++];
    }
  }
}
