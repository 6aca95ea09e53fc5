package dev.lazuli.ml.score;

import java.util.Arrays;

/// Maps the values of each feature to the few codes that an ensemble's splits can tell apart.
///
/// A numeric feature with `m` thresholds has codes `0..m`: how many thresholds are below the value.
/// A feature split by category sets has its category codes. Code `count - 1` is missing (for
/// categories also unknown).
final class FeatureCodes {
  private final double[][] cuts;
  private final boolean[] categorical;
  private final int[] counts;
  private final boolean isMixed;

  private FeatureCodes(double[][] cuts, boolean[] categorical, int[] counts, boolean isMixed) {
    this.cuts = cuts;
    this.categorical = categorical;
    this.counts = counts;
    this.isMixed = isMixed;
  }

  static FeatureCodes of(TreeEnsemble ensemble) {
    int d = ensemble.features();
    int[] thresholds = new int[d];
    int[] codesEnd = new int[d];
    boolean[] categorical = new boolean[d];
    for (Tree tree : ensemble.trees()) {
      for (int s = 0; s < tree.splits(); s++) {
        int f = tree.feature(s);
        if (tree.isCategorical(s)) {
          categorical[f] = true;
          codesEnd[f] = Math.max(codesEnd[f], tree.codesEnd(s));
        } else {
          thresholds[f]++;
        }
      }
    }
    double[][] cuts = new double[d][];
    int[] counts = new int[d];
    boolean mixed = false;
    for (int f = 0; f < d; f++) {
      cuts[f] = cuts(ensemble, f, thresholds[f]);
      mixed |= categorical[f] && thresholds[f] > 0;
      counts[f] = (categorical[f] ? codesEnd[f] : cuts[f].length + 1) + 1;
    }
    return new FeatureCodes(cuts, categorical, counts, mixed);
  }

  private static double[] cuts(TreeEnsemble ensemble, int feature, int splits) {
    double[] all = new double[splits];
    int count = 0;
    for (Tree tree : ensemble.trees()) {
      for (int s = 0; s < tree.splits(); s++) {
        if (tree.feature(s) == feature && !tree.isCategorical(s)) {
          all[count++] = tree.threshold(s) + 0.0; // -0.0 becomes 0.0: they compare as equal
        }
      }
    }
    return Arrays.stream(all).sorted().distinct().toArray();
  }

  /// Whether one feature is split both by thresholds and by category sets.
  boolean isMixed() {
    return isMixed;
  }

  /// Whether any split looks at a feature.
  boolean isUsed(int feature) {
    return categorical[feature] || cuts[feature].length > 0;
  }

  /// Whether a feature is split by category sets.
  boolean isCategorical(int feature) {
    return categorical[feature];
  }

  /// How many codes a feature has, missing included.
  int count(int feature) {
    return counts[feature];
  }

  /// A value that has this code.
  double valueOf(int feature, int code) {
    if (code == counts[feature] - 1) {
      return Double.NaN;
    }
    if (categorical[feature]) {
      return code;
    }
    double[] values = cuts[feature];
    return code < values.length ? values[code] : Double.POSITIVE_INFINITY;
  }

  /// The code of a value.
  int codeOf(int feature, double value) {
    int missing = counts[feature] - 1;
    if (Double.isNaN(value)) {
      return missing;
    }
    if (categorical[feature]) {
      int code = (int) value;
      return code < 0 || code >= missing ? missing : code;
    }
    double[] values = cuts[feature];
    int low = 0;
    int length = values.length;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      low = values[low + half - 1] < value ? low + half : low;
      length -= half;
    }
    return low;
  }

  /// The codes of a feature of all rows of a block.
  ///
  /// @param out receives the code of row `r` at `at + r * apart`
  void codesOf(int feature, RowBlock rows, int from, int count, long[] out, int at, int apart) {
    double[] cells = rows.cells(feature);
    int first = rows.at(feature, from);
    int step = rows.step();
    double[] values = cuts[feature];
    int missing = counts[feature] - 1;
    int r = 0;
    // four searches at once, none of which waits for another
    for (; !categorical[feature] && r + 4 <= count; r += 4) {
      double a = cells[first + r * step];
      double b = cells[first + (r + 1) * step];
      double c = cells[first + (r + 2) * step];
      double d = cells[first + (r + 3) * step];
      int codeA = 0;
      int codeB = 0;
      int codeC = 0;
      int codeD = 0;
      int length = values.length;
      while (length > 0) {
        int half = (length + 1) >>> 1;
        codeA = values[codeA + half - 1] < a ? codeA + half : codeA;
        codeB = values[codeB + half - 1] < b ? codeB + half : codeB;
        codeC = values[codeC + half - 1] < c ? codeC + half : codeC;
        codeD = values[codeD + half - 1] < d ? codeD + half : codeD;
        length -= half;
      }
      out[at + r * apart] = Double.isNaN(a) ? missing : codeA;
      out[at + (r + 1) * apart] = Double.isNaN(b) ? missing : codeB;
      out[at + (r + 2) * apart] = Double.isNaN(c) ? missing : codeC;
      out[at + (r + 3) * apart] = Double.isNaN(d) ? missing : codeD;
    }
    for (; r < count; r++) {
      out[at + r * apart] = codeOf(feature, cells[first + r * step]);
    }
  }
}
