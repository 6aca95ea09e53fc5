package dev.lazuli.ml.boost;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Sums packed gradients by bin: the inner loop of all training.
///
/// A histogram holds 256 longs a feature, the sum of bin `b` of feature `f` at `(f << 8) + b`. Rows
/// are added a tile at a time, and each tile sixteen features after sixteen: 32 KB of histogram,
/// which a first-level cache and the few pages of its address cache hold.
final class Histograms {
  /// Rows of a tile.
  private static final int TILE = 1 << 10;

  private static final int LINE_BYTES = 64;

  private static final VarHandle EIGHT_CODES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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
    int rows = Math.min(TILE, to - from);
    int[] at = new int[rows];
    long[] values = new long[rows];
    int fetched = 0;
    for (int start = from; start < to; start += TILE) {
      int count = Math.min(TILE, to - start);
      for (int i = 0; i < count; i++) {
        int row = index[start + i];
        at[i] = row * d;
        values[i] = packed[row];
      }
      if (isFar) {
        fetched += fetch(at, count, features[first], features[end - 1]);
      }
      addTile(histogram, features, first, end, at, values, count);
    }
    return fetched;
  }

  /// Reads a byte of each line of the tile, so that the misses overlap.
  private int fetch(int[] at, int count, int low, int high) {
    int fetched = 0;
    for (int i = 0; i < count; i++) {
      for (int f = low; f < high; f += LINE_BYTES) {
        fetched += codes[at[i] + f];
      }
      fetched += codes[at[i] + high];
    }
    return fetched;
  }

  private void addTile(
      long[] histogram, int[] features, int first, int end, int[] at, long[] values, int count) {
    int j = first;
    while (j < end) {
      int f = features[j];
      if (j + 16 <= end && features[j + 15] == f + 15) {
        addSixteen(histogram, f, at, values, count);
        j += 16;
      } else if (j + 8 <= end && features[j + 7] == f + 7) {
        addEight(histogram, f, at, values, count);
        j += 8;
      } else if (j + 4 <= end) {
        addFour(histogram, features, j, at, values, count);
        j += 4;
      } else {
        addOne(histogram, f, at, values, count);
        j++;
      }
    }
  }

  private void addSixteen(long[] histogram, int f, int[] at, long[] values, int count) {
    for (int i = 0; i < count; i++) {
      long low = (long) EIGHT_CODES.get(codes, at[i] + f);
      long high = (long) EIGHT_CODES.get(codes, at[i] + f + 8);
      addEight(histogram, f << 8, low, values[i]);
      addEight(histogram, (f + 8) << 8, high, values[i]);
    }
  }

  private void addEight(long[] histogram, int f, int[] at, long[] values, int count) {
    for (int i = 0; i < count; i++) {
      addEight(histogram, f << 8, (long) EIGHT_CODES.get(codes, at[i] + f), values[i]);
    }
  }

  private static void addEight(long[] histogram, int base, long eight, long value) {
    histogram[base + (int) (eight & 255)] += value;
    histogram[base + 256 + (int) (eight >>> 8 & 255)] += value;
    histogram[base + 512 + (int) (eight >>> 16 & 255)] += value;
    histogram[base + 768 + (int) (eight >>> 24 & 255)] += value;
    histogram[base + 1024 + (int) (eight >>> 32 & 255)] += value;
    histogram[base + 1280 + (int) (eight >>> 40 & 255)] += value;
    histogram[base + 1536 + (int) (eight >>> 48 & 255)] += value;
    histogram[base + 1792 + (int) (eight >>> 56)] += value;
  }

  /// Adds the features `features[j..j + 4)`.
  private void addFour(
      long[] histogram, int[] features, int j, int[] at, long[] values, int count) {
    int a = features[j];
    int b = features[j + 1];
    int c = features[j + 2];
    int e = features[j + 3];
    for (int i = 0; i < count; i++) {
      int row = at[i];
      long value = values[i];
      histogram[(a << 8) | (codes[row + a] & 255)] += value;
      histogram[(b << 8) | (codes[row + b] & 255)] += value;
      histogram[(c << 8) | (codes[row + c] & 255)] += value;
      histogram[(e << 8) | (codes[row + e] & 255)] += value;
    }
  }

  private void addOne(long[] histogram, int f, int[] at, long[] values, int count) {
    for (int i = 0; i < count; i++) {
      histogram[(f << 8) | (codes[at[i] + f] & 255)] += values[i];
    }
  }
}
