package dev.lazuli.ml.boost;

/// Sums packed gradients by bin: the inner loop of all training.
///
/// A histogram holds 256 longs a feature, the sum of bin `b` of feature `f` at `(f << 8) + b`.
final class Histograms {
  private Histograms() {}

  /// Adds the rows `index[from..to)` to the features `[first, end)`.
  static void add(
      long[] histogram,
      byte[] codes,
      int d,
      int first,
      int end,
      int[] index,
      int from,
      int to,
      long[] packed) {
    for (int i = from; i < to; i++) {
      int row = index[i];
      long value = packed[row];
      int at = row * d;
      for (int f = first; f < end; f++) {
        histogram[(f << 8) | (codes[at + f] & 255)] += value;
      }
    }
  }

  /// Adds the rows `index[from..to)` to some features.
  static void add(
      long[] histogram,
      byte[] codes,
      int d,
      int[] features,
      int first,
      int end,
      int[] index,
      int from,
      int to,
      long[] packed) {
    for (int i = from; i < to; i++) {
      int row = index[i];
      long value = packed[row];
      int at = row * d;
      for (int j = first; j < end; j++) {
        int f = features[j];
        histogram[(f << 8) | (codes[at + f] & 255)] += value;
      }
    }
  }
}
