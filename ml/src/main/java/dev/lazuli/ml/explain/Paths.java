package dev.lazuli.ml.explain;

import dev.lazuli.ml.score.Tree;

/// The paths of one tree for one row: algorithm 2 of TreeSHAP.
///
/// A path is a list of features with the share of subsets that pass when the feature is unknown
/// (`zero`) and known (`one`), and the weights of subsets by size (`weight`). Each depth works on
/// its own copy, one after the other in the arrays.
final class Paths {
  private final Tree tree;
  private final double[] leftShare;
  private final double[] row;
  private final double[] out;
  private final int offset;
  private final int[] feature;
  private final double[] zero;
  private final double[] one;
  private final double[] weight;

  Paths(Tree tree, double[] leftShare, int depth, double[] row, double[] out, int offset) {
    this.tree = tree;
    this.leftShare = leftShare;
    this.row = row;
    this.out = out;
    this.offset = offset;
    int size = (depth + 2) * (depth + 3) / 2;
    feature = new int[size];
    zero = new double[size];
    one = new double[size];
    weight = new double[size];
  }

  /// Follows the tree from a child on.
  ///
  /// @param before where the parent's path starts
  /// @param length how many elements it has
  /// @param zeroShare share of the training rows that come here when the feature is unknown
  /// @param oneShare 1 when the row itself comes here, else 0
  /// @param parent the feature that the parent splits on; -1 at the root
  void follow(int child, int before, int length, double zeroShare, double oneShare, int parent) {
    int path = before + length;
    System.arraycopy(feature, before, feature, path, length);
    System.arraycopy(zero, before, zero, path, length);
    System.arraycopy(one, before, one, path, length);
    System.arraycopy(weight, before, weight, path, length);
    extend(path, length, zeroShare, oneShare, parent);
    if (child < 0) {
      for (int i = 1; i <= length; i++) {
        double sum = unwoundSum(path, length, i);
        out[offset + feature[path + i]] +=
            sum * (one[path + i] - zero[path + i]) * tree.leafValue(~child);
      }
      return;
    }
    int split = tree.feature(child);
    boolean goesLeft = tree.goesLeft(child, row[split]);
    double hotShare = goesLeft ? leftShare[child] : 1 - leftShare[child];
    double zeroBefore = 1;
    double oneBefore = 1;
    int depth = length;
    for (int i = 1; i <= length; i++) {
      if (feature[path + i] == split) {
        zeroBefore = zero[path + i];
        oneBefore = one[path + i];
        unwind(path, length, i);
        depth--;
        break;
      }
    }
    int hot = goesLeft ? tree.left(child) : tree.right(child);
    int cold = goesLeft ? tree.right(child) : tree.left(child);
    follow(hot, path, depth + 1, hotShare * zeroBefore, oneBefore, split);
    follow(cold, path, depth + 1, (1 - hotShare) * zeroBefore, 0, split);
  }

  private void extend(int path, int depth, double zeroShare, double oneShare, int split) {
    feature[path + depth] = split;
    zero[path + depth] = zeroShare;
    one[path + depth] = oneShare;
    weight[path + depth] = depth == 0 ? 1 : 0;
    for (int i = depth - 1; i >= 0; i--) {
      weight[path + i + 1] += oneShare * weight[path + i] * (i + 1) / (depth + 1);
      weight[path + i] = zeroShare * weight[path + i] * (depth - i) / (depth + 1);
    }
  }

  /// Takes an element out of the path again.
  private void unwind(int path, int depth, int element) {
    double oneShare = one[path + element];
    double zeroShare = zero[path + element];
    double next = weight[path + depth];
    for (int i = depth - 1; i >= 0; i--) {
      if (oneShare != 0) {
        double now = weight[path + i];
        weight[path + i] = next * (depth + 1) / ((i + 1) * oneShare);
        next = now - weight[path + i] * zeroShare * (depth - i) / (depth + 1);
      } else {
        weight[path + i] = weight[path + i] * (depth + 1) / (zeroShare * (depth - i));
      }
    }
    for (int i = element; i < depth; i++) {
      feature[path + i] = feature[path + i + 1];
      zero[path + i] = zero[path + i + 1];
      one[path + i] = one[path + i + 1];
    }
  }

  /// The sum of the weights that the path would have without an element.
  private double unwoundSum(int path, int depth, int element) {
    double oneShare = one[path + element];
    double zeroShare = zero[path + element];
    double next = weight[path + depth];
    double sum = 0;
    for (int i = depth - 1; i >= 0; i--) {
      if (oneShare != 0) {
        double now = next * (depth + 1) / ((i + 1) * oneShare);
        sum += now;
        next = weight[path + i] - now * zeroShare * (depth - i) / (depth + 1);
      } else if (zeroShare != 0) {
        sum += weight[path + i] / zeroShare / ((double) (depth - i) / (depth + 1));
      }
    }
    return sum;
  }
}
