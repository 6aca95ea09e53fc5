package dev.lazuli.ml.boost;

/// Sums packed gradients by bin: the inner loop of all training.
///
/// A histogram holds 256 longs a feature, the sum of bin `b` of feature `f` at `(f << 8) + b`. Wide
/// tables are taken a tile of rows at a time, and each tile [#FEATURES] after features: their 64 KB
/// of histogram stay in the nearest caches, and their pages in the address cache.
final class Histograms {
  private static final int FEATURES = 32;

  /// Rows of a tile.
  private static final int TILE = 256;

  /// So many rows are fetched together, which lets their cache misses overlap.
  private static final int BLOCK = 16;

  private final byte[] codes;
  private final int d;
  private final boolean isFar;

  Histograms(BinnedTable table) {
    codes = table.codes();
    d = table.features();
    isFar = codes.length > BinnedTable.FAR_BYTES;
  }

  /// Adds the rows `index[from..to)` to the features `features[first..end)`.
  ///
  /// @return a number without meaning, which keeps the fetching alive
  int add(
      long[] histogram,
      int[] features,
      int first,
      int end,
      int[] index,
      int from,
      int to,
      long[] packed) {
    int count = end - first;
    if (count <= FEATURES) {
      return addTile(histogram, features, first, end, index, from, to, packed);
    }
    int step = Math.ceilDiv(count, Math.ceilDiv(count, FEATURES));
    int fetched = 0;
    for (int start = from; start < to; start += TILE) {
      int stop = Math.min(to, start + TILE);
      for (int j = first; j < end; j += step) {
        int last = Math.min(end, j + step);
        fetched += addTile(histogram, features, j, last, index, start, stop, packed);
      }
    }
    return fetched;
  }

  private int addTile(
      long[] histogram,
      int[] features,
      int first,
      int end,
      int[] index,
      int from,
      int to,
      long[] packed) {
    boolean allInOrder = features[end - 1] - features[first] == end - 1 - first;
    int low = features[first];
    int high = features[end - 1] + 1;
    int fetched = 0;
    for (int start = from; start < to; start += BLOCK) {
      int stop = Math.min(to, start + BLOCK);
      if (isFar) {
        fetched += fetch(index, start, stop, low, high - 1, packed);
      }
      if (allInOrder) {
        addRange(histogram, low, high, index, start, stop, packed);
      } else {
        addSome(histogram, features, first, end, index, start, stop, packed);
      }
    }
    return fetched;
  }

  private int fetch(int[] index, int from, int to, int low, int high, long[] packed) {
    int fetched = 0;
    for (int i = from; i < to; i++) {
      int row = index[i];
      fetched += codes[row * d + low] + codes[row * d + high] + (int) packed[row];
    }
    return fetched;
  }

  private void addRange(
      long[] histogram, int low, int high, int[] index, int from, int to, long[] packed) {
    for (int i = from; i < to; i++) {
      int row = index[i];
      long value = packed[row];
      int at = row * d;
      for (int f = low; f < high; f++) {
        histogram[(f << 8) | (codes[at + f] & 255)] += value;
      }
    }
  }

  private void addSome(
      long[] histogram,
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
