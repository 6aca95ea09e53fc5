package dev.lazuli.ml.score;

import java.util.Arrays;

/// A tree ensemble in flat arrays, walked tree by tree.
///
/// For ensembles whose [MaskTable] would be too large for the cache.
final class FlatWalk implements RowScorer {
  private static final int MISSING_LEFT = 1 << 31;
  private static final int CATEGORICAL = 1 << 30;
  private static final int FEATURE = CATEGORICAL - 1;

  private final int[] roots;

  /// Feature and flags of each split.
  private final int[] what;

  private final double[] threshold;

  /// Right child at `2 * split`, left child at `2 * split + 1`; `~leaf` below 0.
  private final int[] children;

  /// At a categorical split, where its set starts and how many words it has.
  private final int[] setStart;

  private final int[] setWords;
  private final long[] sets;
  private final double[] leaves;
  private final double[] startScores;

  FlatWalk(TreeEnsemble ensemble) {
    int splits = ensemble.trees().stream().mapToInt(Tree::splits).sum();
    roots = new int[ensemble.trees().size()];
    what = new int[splits];
    threshold = new double[splits];
    children = new int[2 * splits];
    setStart = new int[splits];
    setWords = new int[splits];
    int words = 0;
    for (Tree tree : ensemble.trees()) {
      for (int s = 0; s < tree.splits(); s++) {
        words += (tree.codesEnd(s) + 63) >> 6;
      }
    }
    sets = new long[words];
    leaves = new double[ensemble.trees().stream().mapToInt(Tree::leaves).sum()];
    startScores = new double[ensemble.outputs()];
    Arrays.setAll(startScores, ensemble::startScore);
    int split = 0;
    int leaf = 0;
    int word = 0;
    for (int t = 0; t < roots.length; t++) {
      Tree tree = ensemble.trees().get(t);
      roots[t] = tree.splits() == 0 ? ~leaf : split;
      for (int s = 0; s < tree.splits(); s++) {
        word = fill(tree, s, split, leaf, word);
      }
      for (int l = 0; l < tree.leaves(); l++) {
        leaves[leaf + l] = tree.leafValue(l);
      }
      split += tree.splits();
      leaf += tree.leaves();
    }
  }

  private int fill(Tree tree, int s, int firstSplit, int firstLeaf, int word) {
    int at = firstSplit + s;
    what[at] =
        tree.feature(s)
            | (tree.missingGoesLeft(s) ? MISSING_LEFT : 0)
            | (tree.isCategorical(s) ? CATEGORICAL : 0);
    threshold[at] = tree.threshold(s);
    children[2 * at] = child(tree.right(s), firstSplit, firstLeaf);
    children[2 * at + 1] = child(tree.left(s), firstSplit, firstLeaf);
    setStart[at] = word;
    setWords[at] = (tree.codesEnd(s) + 63) >> 6;
    for (int code = 0; code < tree.codesEnd(s); code++) {
      if (tree.codeGoesLeft(s, code)) {
        sets[word + (code >> 6)] |= 1L << code;
      }
    }
    return word + setWords[at];
  }

  private static int child(int child, int firstSplit, int firstLeaf) {
    return child < 0 ? ~(~child + firstLeaf) : child + firstSplit;
  }

  @Override
  public int outputs() {
    return startScores.length;
  }

  @Override
  public void score(double[] row, double[] out) {
    int k = startScores.length;
    System.arraycopy(startScores, 0, out, 0, k);
    int output = 0;
    for (int root : roots) {
      int node = root;
      while (node >= 0) {
        int look = what[node];
        double value = row[look & FEATURE];
        boolean left =
            (look & CATEGORICAL) != 0
                ? contains(node, value)
                : value <= threshold[node] || (look < 0 && Double.isNaN(value));
        node = children[2 * node + (left ? 1 : 0)];
      }
      out[output] += leaves[~node];
      output = output + 1 == k ? 0 : output + 1;
    }
  }

  private boolean contains(int node, double value) {
    int code = (int) value;
    return !Double.isNaN(value)
        && code >= 0
        && code >> 6 < setWords[node]
        && (sets[setStart[node] + (code >> 6)] >>> code & 1) != 0;
  }
}
