package dev.lazuli.ml.boost;

/// The range that the Newton step of a leaf may take.
record Steps(double low, double high) {
  static final Steps FREE = new Steps(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  boolean isFree() {
    return low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY;
  }

  double clip(double step) {
    return Math.min(high, Math.max(low, step));
  }

  /// The range of a child when the split's feature has a direction.
  ///
  /// @param middle between the steps of both children
  /// @param sign 1 when the score must rise with the feature, -1 when it must fall, 0 for neither
  Steps child(boolean isLeft, double middle, int sign) {
    if (sign == 0) {
      return this;
    }
    return isLeft == sign > 0 ? new Steps(low, middle) : new Steps(middle, high);
  }
}
