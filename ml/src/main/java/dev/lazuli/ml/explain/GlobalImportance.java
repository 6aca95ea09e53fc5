package dev.lazuli.ml.explain;

import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeEnsemble;

/// How much each feature matters to a model as a whole.
public final class GlobalImportance {
  private GlobalImportance() {}

  /// The mean absolute contribution of each feature over rows, all outputs together.
  public static double[] meanContributions(RowExplainer explainer, Iterable<double[]> rows) {
    int features = explainer.features();
    double[] sums = new double[features];
    double[] out = new double[explainer.size()];
    int count = 0;
    for (double[] row : rows) {
      explainer.explain(row, out);
      for (int i = 0; i < out.length; i++) {
        int place = i % (features + 1);
        if (place < features) {
          sums[place] += Math.abs(out[i]);
        }
      }
      count++;
    }
    for (int f = 0; f < features; f++) {
      sums[f] /= Math.max(1, count);
    }
    return sums;
  }

  /// How much each feature's splits lowered the training loss.
  public static double[] gains(TreeEnsemble ensemble) {
    return ensemble.gains();
  }

  /// How many splits look at each feature.
  public static int[] splits(TreeEnsemble ensemble) {
    int[] counts = new int[ensemble.features()];
    for (Tree tree : ensemble.trees()) {
      for (int split = 0; split < tree.splits(); split++) {
        counts[tree.feature(split)]++;
      }
    }
    return counts;
  }
}
