package dev.lazuli.ml.score;

/// Maps the values of each feature to the few codes that an ensemble's splits can tell apart.
///
/// A numeric feature with `m` thresholds has codes `0..m`: how many thresholds are below the value.
/// A feature split by category sets has its category codes. Code `count - 1` is missing (for
/// categories also unknown).
final class FeatureCodes {
  private final Cuts[] cuts;
  private final boolean[] categorical;
  private final int[] counts;
  private final boolean isMixed;

  private FeatureCodes(Cuts[] cuts, boolean[] categorical, int[] counts, boolean isMixed) {
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
    Cuts[] cuts = new Cuts[d];
    int[] counts = new int[d];
    boolean mixed = false;
    for (int f = 0; f < d; f++) {
      cuts[f] = new Cuts(thresholds(ensemble, f, thresholds[f]));
      mixed |= categorical[f] && thresholds[f] > 0;
      counts[f] = (categorical[f] ? codesEnd[f] : cuts[f].count() + 1) + 1;
    }
    return new FeatureCodes(cuts, categorical, counts, mixed);
  }

  private static double[] thresholds(TreeEnsemble ensemble, int feature, int splits) {
    double[] all = new double[splits];
    int count = 0;
    for (Tree tree : ensemble.trees()) {
      for (int s = 0; s < tree.splits(); s++) {
        if (tree.feature(s) == feature && !tree.isCategorical(s)) {
          all[count++] = tree.threshold(s);
        }
      }
    }
    return all;
  }

  /// Whether one feature is split both by thresholds and by category sets.
  boolean isMixed() {
    return isMixed;
  }

  /// Whether any split looks at a feature.
  boolean isUsed(int feature) {
    return categorical[feature] || cuts[feature].count() > 0;
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
    return code < cuts[feature].count() ? cuts[feature].at(code) : Double.POSITIVE_INFINITY;
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
    return cuts[feature].below(value);
  }

  /// The codes of a feature of some rows of a block; tells whether any is missing.
  ///
  /// @param out receives a code for each of the rows `[from, from + count)`
  boolean codesOf(int feature, RowBlock rows, int from, int count, int[] out) {
    double[] cells = rows.cells(feature);
    int first = rows.at(feature, from);
    int step = rows.step();
    int missing = counts[feature] - 1;
    boolean isAnyMissing = false;
    if (categorical[feature]) {
      for (int r = 0; r < count; r++) {
        out[r] = codeOf(feature, cells[first + r * step]);
      }
      return false;
    }
    cuts[feature].below(cells, first, step, count, out);
    for (int r = 0; r < count; r++) {
      if (Double.isNaN(cells[first + r * step])) {
        out[r] = missing;
        isAnyMissing = true;
      }
    }
    return isAnyMissing;
  }
}
