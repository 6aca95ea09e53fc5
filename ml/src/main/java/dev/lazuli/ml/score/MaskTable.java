package dev.lazuli.ml.score;

import java.util.Arrays;

/// A tree ensemble as bit masks, one word a tree for each code of each feature.
///
/// The bits of a word are the tree's leaves from left to right. The word of a feature code has the
/// leaves cleared that a row with this code cannot reach: those left of each split on the feature
/// that sends the row right. The words of a row's codes ANDed, the lowest bit left is the row's
/// leaf. This is [QuickScorer](https://doi.org/10.1145/2766462.2767733) with the masks of all
/// splits on a feature folded in advance. Trees of more than 64 leaves take several words.
final class MaskTable implements RowScorer {
  private final FeatureCodes codes;
  private final int trees;
  private final int words;
  private final int stride;
  private final long[] masks;

  /// The features that are split, and where the masks of each start.
  private final int[] features;

  private final int[] starts;
  private final double[] leaves;
  private final int[] leafStarts;
  private final double[] startScores;
  private final ScratchPool scratch;

  MaskTable(TreeEnsemble ensemble, FeatureCodes codes) {
    this.codes = codes;
    trees = ensemble.trees().size();
    words = words(ensemble);
    stride = trees * words;
    features = usedFeatures(ensemble, codes);
    starts = new int[features.length];
    int rows = 0;
    for (int j = 0; j < features.length; j++) {
      starts[j] = rows * stride;
      rows += codes.count(features[j]);
    }
    masks = new long[rows * stride];
    Arrays.fill(masks, -1L);
    leafStarts = new int[trees];
    int leafCount = ensemble.trees().stream().mapToInt(Tree::leaves).sum();
    leaves = new double[leafCount];
    int next = 0;
    for (int t = 0; t < trees; t++) {
      Tree tree = ensemble.trees().get(t);
      leafStarts[t] = next;
      int[] order = new int[tree.leaves()];
      if (tree.splits() > 0) {
        place(tree, t, 0, 0, order);
      }
      for (int leaf = 0; leaf < order.length; leaf++) {
        leaves[next + order[leaf]] = tree.leafValue(leaf);
      }
      next += order.length;
    }
    startScores = new double[ensemble.outputs()];
    Arrays.setAll(startScores, ensemble::startScore);
    scratch = new ScratchPool(stride + features.length);
  }

  private static int words(TreeEnsemble ensemble) {
    int leavesMax = ensemble.trees().stream().mapToInt(Tree::leaves).max().orElse(1);
    return (leavesMax + 63) >> 6;
  }

  private static int[] usedFeatures(TreeEnsemble ensemble, FeatureCodes codes) {
    int[] used = new int[ensemble.features()];
    int count = 0;
    for (int f = 0; f < used.length; f++) {
      if (codes.isUsed(f)) {
        used[count++] = f;
      }
    }
    return Arrays.copyOf(used, count);
  }

  /// How large the table of an ensemble would be; a huge number when it cannot be one.
  static long bytes(TreeEnsemble ensemble, FeatureCodes codes) {
    if (codes.isMixed()) {
      return Long.MAX_VALUE;
    }
    long rows = 0;
    for (int f : usedFeatures(ensemble, codes)) {
      rows += codes.count(f);
    }
    return 8 * rows * ensemble.trees().size() * words(ensemble);
  }

  /// How much of the table scoring one row reads.
  static long bytesPerRow(TreeEnsemble ensemble, FeatureCodes codes) {
    long used = usedFeatures(ensemble, codes).length;
    return 8 * used * ensemble.trees().size() * words(ensemble);
  }

  /// Numbers the leaves below a split from left to right, clears the masks, and tells the end.
  private int place(Tree tree, int t, int split, int first, int[] order) {
    int middle = placeChild(tree, t, tree.left(split), first, order);
    int end = placeChild(tree, t, tree.right(split), middle, order);
    int j = Arrays.binarySearch(features, tree.feature(split));
    for (int code = 0; code < codes.count(features[j]); code++) {
      if (!tree.goesLeft(split, codes.valueOf(features[j], code))) {
        int at = starts[j] + code * stride + t * words;
        for (int leaf = first; leaf < middle; leaf++) {
          masks[at + (leaf >> 6)] &= ~(1L << leaf);
        }
      }
    }
    return end;
  }

  private int placeChild(Tree tree, int t, int child, int first, int[] order) {
    if (child >= 0) {
      return place(tree, t, child, first, order);
    }
    order[~child] = first;
    return first + 1;
  }

  @Override
  public int outputs() {
    return startScores.length;
  }

  @Override
  public void score(double[] row, double[] out) {
    long[] reached = scratch.take();
    int used = features.length;
    if (used == 0) {
      Arrays.fill(reached, 0, stride, -1L);
    }
    for (int j = 0; j < used; j += 3) {
      int a = rowStart(row, j);
      int b = j + 1 < used ? rowStart(row, j + 1) : a;
      int c = j + 2 < used ? rowStart(row, j + 2) : a;
      if (j == 0) {
        first(reached, masks, a, b, c, stride);
      } else {
        further(reached, masks, a, b, c, stride);
      }
    }
    if (words == 1 && startScores.length == 1) {
      out[0] = sum(reached);
    } else {
      sums(reached, out);
    }
    scratch.give(reached);
  }

  private int rowStart(double[] row, int j) {
    int feature = features[j];
    return starts[j] + codes.codeOf(feature, row[feature]) * stride;
  }

  private static void first(long[] reached, long[] masks, int a, int b, int c, int stride) {
    for (int i = 0; i < stride; i++) {
      reached[i] = masks[a + i] & masks[b + i] & masks[c + i];
    }
  }

  private static void further(long[] reached, long[] masks, int a, int b, int c, int stride) {
    for (int i = 0; i < stride; i++) {
      reached[i] &= masks[a + i] & masks[b + i] & masks[c + i];
    }
  }

  private double sum(long[] reached) {
    double sum = startScores[0];
    for (int t = 0; t < trees; t++) {
      sum += leaves[leafStarts[t] + Long.numberOfTrailingZeros(reached[t])];
    }
    return sum;
  }

  private void sums(long[] reached, double[] out) {
    int k = startScores.length;
    System.arraycopy(startScores, 0, out, 0, k);
    int output = 0;
    for (int t = 0; t < trees; t++) {
      int word = t * words;
      int leaf = leafStarts[t];
      while (reached[word] == 0) {
        word++;
        leaf += 64;
      }
      out[output] += leaves[leaf + Long.numberOfTrailingZeros(reached[word])];
      output = output + 1 == k ? 0 : output + 1;
    }
  }
}
