package dev.lazuli.ml.tree;

import org.jspecify.annotations.Nullable;

/// A node of a tree in the making: its rows, what their targets sum to, and its best split.
final class CartNode {
  private final int from;
  private final int to;
  private final int depth;
  private final CartSums sums;
  private @Nullable CartSplit split;
  private @Nullable CartNode left;
  private @Nullable CartNode right;

  /// @param from place of its first row in the orders of rows
  /// @param to place after its last row
  CartNode(int from, int to, int depth, CartSums sums) {
    this.from = from;
    this.to = to;
    this.depth = depth;
    this.sums = sums;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  int rows() {
    return to - from;
  }

  int depth() {
    return depth;
  }

  CartSums sums() {
    return sums;
  }

  void offer(@Nullable CartSplit found) {
    split = found;
  }

  /// The best split there is; null when none is good enough.
  @Nullable CartSplit split() {
    return split;
  }

  void grow(CartNode leftNode, CartNode rightNode) {
    left = leftNode;
    right = rightNode;
  }

  /// Null at a leaf.
  @Nullable CartNode left() {
    return left;
  }

  /// Null at a leaf.
  @Nullable CartNode right() {
    return right;
  }

  /// Collapses what costs more leaves than it lowers impurity, and returns the cost of what is
  /// left: impurity and `perLeaf` for each leaf.
  double prune(double perLeaf) {
    double own = sums.impurity() + perLeaf;
    if (left == null || right == null) {
      return own;
    }
    double below = left.prune(perLeaf) + right.prune(perLeaf);
    if (own <= below) {
      left = null;
      right = null;
      return own;
    }
    return below;
  }
}
