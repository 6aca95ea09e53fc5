package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Chooses the bins of a feature.
///
/// Numbers: one bin a value when they are few, else bins of about equal row counts in which a value
/// held by many rows has a bin of its own, and so has zero, as in
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
    Cuts cuts = new Cuts(values, counts, binsMax);
    int zero = Arrays.binarySearch(values, 0, distinct, 0.0);
    if (zero < 0 || binsMax < 3) {
      cuts.cut(0, distinct, binsMax);
      return cuts.bounds();
    }
    int below = Arrays.stream(counts, 0, zero).sum();
    if (zero > 0) {
      double share = (double) below / (n - counts[zero]);
      cuts.cut(0, zero, Math.clamp((int) (share * (binsMax - 1)), 1, binsMax - 2));
      cuts.addAfter(zero - 1);
    }
    if (zero + 1 < distinct) {
      cuts.addAfter(zero);
      cuts.cut(zero + 1, distinct, binsMax - cuts.used);
    }
    return cuts.bounds();
  }

  /// Upper bounds in the making.
  private static final class Cuts {
    private final double[] values;
    private final int[] counts;
    private final double[] bounds;
    private int used;

    Cuts(double[] values, int[] counts, int binsMax) {
      this.values = values;
      this.counts = counts;
      bounds = new double[binsMax];
    }

    /// A bound between a value and the next.
    void addAfter(int i) {
      bounds[used++] = between(values[i], values[i + 1]);
    }

    double[] bounds() {
      bounds[used] = Double.POSITIVE_INFINITY;
      return Arrays.copyOf(bounds, used + 1);
    }

    /// Cuts the values `[from, to)` into at most `binsMax` bins; adds the bounds between them.
    void cut(int from, int to, int binsMax) {
      int rows = Arrays.stream(counts, from, to).sum();
      if (to - from <= binsMax) {
        oneEach(from, to);
      } else {
        evenly(from, to, rows, Math.clamp(rows / ROWS_IN_BIN_MIN, 1, binsMax));
      }
    }

    private void oneEach(int from, int to) {
      int inBin = 0;
      for (int i = from; i + 1 < to; i++) {
        inBin += counts[i];
        if (inBin >= ROWS_IN_BIN_MIN) {
          addAfter(i);
          inBin = 0;
        }
      }
    }

    private void evenly(int from, int to, int rows, int bins) {
      double bigSize = (double) rows / bins;
      int rowsLeft = rows;
      int smallBins = bins;
      for (int i = from; i < to; i++) {
        if (counts[i] >= bigSize) {
          smallBins--;
          rowsLeft -= counts[i];
        }
      }
      double size = rowsLeft / (double) Math.max(1, smallBins);
      int end = used + bins - 1;
      int inBin = 0;
      for (int i = from; i + 1 < to && used < end; i++) {
        boolean isBig = counts[i] >= bigSize;
        if (!isBig) {
          rowsLeft -= counts[i];
        }
        inBin += counts[i];
        boolean nextIsBig = counts[i + 1] >= bigSize;
        if (isBig || inBin >= size || (nextIsBig && inBin >= Math.max(1, size * 0.5))) {
          addAfter(i);
          inBin = 0;
          if (!isBig) {
            smallBins--;
            size = rowsLeft / (double) Math.max(1, smallBins);
          }
        }
      }
    }
  }

  private static double between(double low, double high) {
    double middle = low / 2 + high / 2;
    return middle >= low && middle < high ? middle : low;
  }
}
