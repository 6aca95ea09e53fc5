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

  /// Scores rows that lie one after the other.
  ///
  /// @param rows `count` rows of `width` values each
  /// @param out receives [#outputs] raw scores a row, row after row
  default void scoreAll(double[] rows, int width, int count, double[] out) {
    int k = outputs();
    double[] row = new double[width];
    double[] scores = new double[k];
    for (int r = 0; r < count; r++) {
      System.arraycopy(rows, r * width, row, 0, width);
      score(row, scores);
      System.arraycopy(scores, 0, out, r * k, k);
    }
  }
}
