package dev.lazuli.ml.boost;

import java.util.Arrays;

/// How one feature's values map to bins `[0, count)`; bin [#MISSING] holds what is missing.
final class Bins {
  static final int MISSING = 255;
  static final int BINS_MAX = 255;

  /// Numeric: the largest value of each bin, the last `+Infinity`. Categorical: empty.
  private final double[] upperBounds;

  /// Categorical: the code of each bin. Numeric: empty.
  private final int[] codes;

  /// Categorical: the bin of each code. Numeric: empty.
  private final int[] binOfCode;

  private final boolean hasMissing;

  private Bins(double[] upperBounds, int[] codes, int[] binOfCode, boolean hasMissing) {
    this.upperBounds = upperBounds;
    this.codes = codes;
    this.binOfCode = binOfCode;
    this.hasMissing = hasMissing;
  }

  static Bins numeric(double[] upperBounds, boolean hasMissing) {
    return new Bins(upperBounds, new int[0], new int[0], hasMissing);
  }

  static Bins categorical(int[] codes, int cardinality, boolean hasMissing) {
    int[] binOfCode = new int[cardinality];
    Arrays.fill(binOfCode, MISSING);
    for (int b = 0; b < codes.length; b++) {
      binOfCode[codes[b]] = b;
    }
    return new Bins(new double[0], codes, binOfCode, hasMissing);
  }

  boolean isCategorical() {
    return upperBounds.length == 0;
  }

  int count() {
    return isCategorical() ? codes.length : upperBounds.length;
  }

  boolean hasMissing() {
    return hasMissing;
  }

  /// The threshold that parts bins `<= bin` from those above.
  double upperBound(int bin) {
    return upperBounds[bin];
  }

  int code(int bin) {
    return codes[bin];
  }

  int binOfCode(int code) {
    return code < 0 || code >= binOfCode.length ? MISSING : binOfCode[code];
  }

  /// The bin of a number, by a search that compiles to conditional moves.
  int binOf(double value) {
    if (Double.isNaN(value)) {
      return MISSING;
    }
    int low = 0;
    int length = upperBounds.length;
    while (length > 1) {
      int half = length >>> 1;
      low = upperBounds[low + half - 1] < value ? low + half : low;
      length -= half;
    }
    return low;
  }
}
