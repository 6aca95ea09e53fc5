package dev.lazuli.ml.score;

/// Turns one feature row into raw scores.
///
/// Safe to use from many threads at once; allocates nothing per row.
public interface RowScorer {
  /// How many scores a row gets.
  int outputs();

  /// Scores one row.
  ///
  /// @param row feature values; NaN is missing, a category is its code as a number
  /// @param out receives [#outputs] raw scores
  void score(double[] row, double[] out);
}
