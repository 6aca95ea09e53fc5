package dev.lazuli.ml.tree;

/// A way to part the rows of a node.
final class CartSplit {
  private final int feature;
  private final double threshold;
  private final boolean missingLeft;
  private final long[] codes;
  private final double gain;

  /// @param codes bit set of the codes that go left; empty for a numeric feature
  CartSplit(int feature, double threshold, boolean missingLeft, long[] codes, double gain) {
    this.feature = feature;
    this.threshold = threshold;
    this.missingLeft = missingLeft;
    this.codes = codes;
    this.gain = gain;
  }

  int feature() {
    return feature;
  }

  double threshold() {
    return threshold;
  }

  boolean missingLeft() {
    return missingLeft;
  }

  long[] codes() {
    return codes;
  }

  /// How much it lowers the impurity, times the node's weight.
  double gain() {
    return gain;
  }

  boolean goesLeft(double value) {
    if (codes.length > 0) {
      int code = Double.isNaN(value) ? -1 : (int) value;
      return code >= 0 && (codes[code >> 6] >>> code & 1) != 0;
    }
    return Double.isNaN(value) ? missingLeft : value <= threshold;
  }
}
