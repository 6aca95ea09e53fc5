package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Chooses the bins of a feature.
///
/// Numbers: one bin a value when they are few, else bins of about equal row counts in which a value
/// held by many rows has a bin of its own, as in
/// [LightGBM](https://lightgbm.readthedocs.io/en/latest/Features.html). Boundaries lie halfway
/// between two values. More than 200,000 rows are sampled, with a fixed seed.
final class Binning {
  private static final int SAMPLE_ROWS = 200_000;
  private static final int ROWS_IN_BIN_MIN = 3;

  private Binning() {}

  static Bins choose(Feature feature, int binsMax, StopSignal stop) {
    return switch (feature) {
      case Feature.Numeric numeric -> numeric(numeric, binsMax, stop);
      case Feature.Categorical categorical -> categorical(categorical);
    };
  }

  /// Codes beyond the 255 most frequent ones are binned as missing.
  private static Bins categorical(Feature.Categorical feature) {
    int cardinality = feature.cardinality();
    int[] counts = new int[cardinality];
    boolean missing = false;
    for (int r = 0; r < feature.size(); r++) {
      int code = feature.code(r);
      if (code < 0) {
        missing = true;
      } else {
        counts[code]++;
      }
    }
    int[] codes = new int[cardinality];
    Arrays.setAll(codes, c -> c);
    if (cardinality > Bins.BINS_MAX) {
      missing = true;
      long[] order = new long[cardinality];
      Arrays.setAll(order, c -> ((long) -counts[c] << 32) + c);
      Arrays.sort(order);
      codes = new int[Bins.BINS_MAX];
      Arrays.setAll(codes, b -> (int) order[b]);
      Arrays.sort(codes);
    }
    return Bins.categorical(codes, cardinality, missing);
  }

  private static Bins numeric(Feature.Numeric feature, int binsMax, StopSignal stop) {
    int rows = feature.size();
    double[] sample = new double[Math.min(rows, SAMPLE_ROWS)];
    SplittableRandom random = new SplittableRandom(rows);
    boolean missing = false;
    int kept = 0;
    int seen = 0;
    for (int r = 0; r < rows; r++) {
      if (r % BinnedTable.ROWS_PER_CHECK == 0) {
        stop.check();
      }
      double value = feature.value(r);
      boolean nan = Double.isNaN(value);
      missing |= nan;
      // selection sampling: each row with the chance that fills the sample exactly
      boolean take = rows <= SAMPLE_ROWS || random.nextInt(rows - r) < SAMPLE_ROWS - seen;
      if (take) {
        seen++;
        if (!nan) {
          sample[kept++] = value + 0.0; // -0.0 becomes 0.0
        }
      }
    }
    Arrays.sort(sample, 0, kept);
    return Bins.numeric(upperBounds(sample, kept, binsMax), missing);
  }

  private static double[] upperBounds(double[] sorted, int n, int binsMax) {
    double[] values = new double[n];
    int[] counts = new int[n];
    int distinct = 0;
    for (int i = 0; i < n; i++) {
      if (distinct > 0 && values[distinct - 1] == sorted[i]) {
        counts[distinct - 1]++;
      } else {
        values[distinct] = sorted[i];
        counts[distinct++] = 1;
      }
    }
    double[] bounds = new double[Math.min(binsMax, Math.max(1, distinct))];
    int used = cut(values, counts, distinct, n, bounds);
    bounds[used] = Double.POSITIVE_INFINITY;
    return Arrays.copyOf(bounds, used + 1);
  }

  /// Fills `bounds` with all but the last upper bound and tells how many.
  private static int cut(double[] values, int[] counts, int distinct, int n, double[] bounds) {
    int binsLeft = bounds.length;
    boolean oneEach = distinct <= binsLeft;
    int rowsLeft = n;
    int big = 0;
    if (!oneEach) {
      for (int i = 0; i < distinct; i++) {
        if (counts[i] >= (double) n / bounds.length) {
          big++;
          rowsLeft -= counts[i];
        }
      }
    }
    int smallBins = binsLeft - big;
    double size =
        oneEach ? 0 : Math.max(ROWS_IN_BIN_MIN, (double) rowsLeft / Math.max(1, smallBins));
    double bigSize = (double) n / bounds.length;
    int used = 0;
    int inBin = 0;
    for (int i = 0; i + 1 < distinct && used < bounds.length - 1; i++) {
      boolean isBig = !oneEach && counts[i] >= bigSize;
      if (!isBig) {
        rowsLeft -= counts[i];
      }
      inBin += counts[i];
      boolean nextIsBig = !oneEach && counts[i + 1] >= bigSize;
      boolean full = oneEach ? inBin >= ROWS_IN_BIN_MIN : inBin >= size;
      if (full || isBig || (nextIsBig && inBin >= Math.max(1, size * 0.5))) {
        bounds[used++] = between(values[i], values[i + 1]);
        inBin = 0;
        if (!isBig && !oneEach) {
          smallBins--;
          size = Math.max(ROWS_IN_BIN_MIN, rowsLeft / (double) Math.max(1, smallBins));
        }
      }
    }
    return used;
  }

  private static double between(double low, double high) {
    double middle = low / 2 + high / 2;
    return middle >= low && middle < high ? middle : low;
  }
}
