package dev.lazuli.ml.score;

import dev.lazuli.ml.score.Tree.Splits;
import java.util.Arrays;

/// Grows a tree from one leaf by splitting leaves, in any order.
///
/// A split keeps the leaf's number for its left child; the right child gets the next free number.
public final class TreeBuilder {
  private final Splits splits;
  private final double[] leafValue;
  private final int[] leafRows;
  private final int[] childOf;
  private int leaves = 1;

  /// A builder that holds one leaf, number 0.
  public TreeBuilder(int leavesMax) {
    splits = new Splits(leavesMax - 1);
    leafValue = new double[leavesMax];
    leafRows = new int[leavesMax];
    childOf = new int[leavesMax];
    childOf[0] = -1;
  }

  /// Splits a leaf by a threshold.
  ///
  /// @return the number of the new right leaf
  public int split(int leaf, int feature, double threshold, boolean missingLeft, double gain) {
    int split = grow(leaf, feature, gain);
    splits.threshold[split] = threshold;
    splits.flags[split] = missingLeft ? Tree.MISSING_LEFT : 0;
    return leaves - 1;
  }

  /// Splits a leaf by a set of codes.
  ///
  /// @param codes bit set of the codes that go left
  /// @return the number of the new right leaf
  public int splitCodes(int leaf, int feature, long[] codes, double gain) {
    int split = grow(leaf, feature, gain);
    splits.threshold[split] = Double.NaN;
    splits.flags[split] = Tree.CATEGORICAL;
    splits.codes[split] = codes.clone();
    return leaves - 1;
  }

  /// Sets what a leaf gives and how many training rows it had.
  public void leaf(int leaf, double value, int rows) {
    leafValue[leaf] = value;
    leafRows[leaf] = rows;
  }

  /// How many leaves there are now.
  public int leaves() {
    return leaves;
  }

  /// The tree as it stands.
  public Tree build() {
    return new Tree(
        splits.first(leaves - 1),
        Arrays.copyOf(leafValue, leaves),
        Arrays.copyOf(leafRows, leaves));
  }

  private int grow(int leaf, int feature, double gain) {
    int split = leaves - 1;
    int parent = childOf[leaf];
    if (parent >= 0) {
      int[] side = splits.left[parent] == ~leaf ? splits.left : splits.right;
      side[parent] = split;
    }
    splits.feature[split] = feature;
    splits.gain[split] = gain;
    splits.left[split] = ~leaf;
    splits.right[split] = ~leaves;
    childOf[leaf] = split;
    childOf[leaves] = split;
    leaves++;
    return split;
  }
}
