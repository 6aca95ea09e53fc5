package dev.lazuli.ml.tree;

import dev.lazuli.ml.InvalidInput;

/// How a decision tree grows and is pruned.
///
/// @param classes number of classes; 0 for numbers
/// @param criterion what a split lowers
/// @param depthMax splits from the root to a leaf at most; 0 means any number
/// @param leavesMax leaves at most, `>= 1`; the splits that lower the criterion most come first
/// @param rowsToSplit rows that a node needs to be split, `>= 2`
/// @param rowsInLeaf rows that a leaf needs, `>= 1`
/// @param decreaseMin least decrease of the criterion by a split, times the node's share of the
///   weight, `>= 0`
/// @param pruning weight of the number of leaves in minimal cost-complexity pruning, `>= 0`
public record CartSettings(
    int classes,
    Criterion criterion,
    int depthMax,
    int leavesMax,
    int rowsToSplit,
    int rowsInLeaf,
    double decreaseMin,
    double pruning) {
  /// What a split lowers.
  public enum Criterion {
    /// Squared error of numbers; for classes the Gini impurity.
    SQUARES,
    /// Entropy of classes, in nats.
    ENTROPY
  }

  /// Checks the ranges.
  public CartSettings {
    if (classes != 0 && classes < 2) {
      throw new InvalidInput("classes", "%d classes are too few".formatted(classes));
    }
    if (criterion == Criterion.ENTROPY && classes == 0) {
      throw new InvalidInput("criterion", "entropy is for classes, not for numbers");
    }
    requireMin("depth_max", depthMax, 0);
    requireMin("leaves_max", leavesMax, 1);
    requireMin("rows_to_split", rowsToSplit, 2);
    requireMin("rows_in_leaf", rowsInLeaf, 1);
    requireMin("decrease_min", decreaseMin, 0);
    requireMin("pruning", pruning, 0);
  }

  private static void requireMin(String name, double value, double min) {
    if (!(value >= min)) {
      throw new InvalidInput(name, "%s is %s, it must be at least %s".formatted(name, value, min));
    }
  }

  /// A tree of classes by the Gini impurity, grown until its leaves are pure.
  public static CartSettings classification(int classes) {
    return new CartSettings(classes, Criterion.SQUARES, 0, Integer.MAX_VALUE, 2, 1, 0, 0);
  }

  /// A tree of numbers, grown until its leaves are pure.
  public static CartSettings regression() {
    return new CartSettings(0, Criterion.SQUARES, 0, Integer.MAX_VALUE, 2, 1, 0, 0);
  }

  /// The same by another criterion.
  public CartSettings withCriterion(Criterion value) {
    return new CartSettings(
        classes, value, depthMax, leavesMax, rowsToSplit, rowsInLeaf, decreaseMin, pruning);
  }

  /// The same with other limits of depth and leaves.
  public CartSettings withSize(int depth, int leaves) {
    return new CartSettings(
        classes, criterion, depth, leaves, rowsToSplit, rowsInLeaf, decreaseMin, pruning);
  }

  /// The same with other limits of rows.
  public CartSettings withRows(int toSplit, int inLeaf) {
    return new CartSettings(
        classes, criterion, depthMax, leavesMax, toSplit, inLeaf, decreaseMin, pruning);
  }

  /// The same with another least decrease.
  public CartSettings withDecreaseMin(double value) {
    return new CartSettings(
        classes, criterion, depthMax, leavesMax, rowsToSplit, rowsInLeaf, value, pruning);
  }

  /// The same with another weight of leaves.
  public CartSettings withPruning(double value) {
    return new CartSettings(
        classes, criterion, depthMax, leavesMax, rowsToSplit, rowsInLeaf, decreaseMin, value);
  }
}
