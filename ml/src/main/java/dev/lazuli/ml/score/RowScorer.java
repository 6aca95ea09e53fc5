package dev.lazuli.ml.score;

/// Turns feature rows into raw scores.
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

  /// Scores many rows; each gets the bits that [#score] gives it.
  ///
  /// @param out receives [#outputs] raw scores a row, row after row
  default void scoreBlock(RowBlock block, double[] out) {
    int k = outputs();
    double[] row = new double[block.features()];
    double[] scores = new double[k];
    for (int r = 0; r < block.count(); r++) {
      block.row(r, row);
      score(row, scores);
      System.arraycopy(scores, 0, out, r * k, k);
    }
  }

  /// Scores rows that lie one after the other.
  ///
  /// @param rows `count` rows of `width` values each
  /// @param out receives [#outputs] raw scores a row, row after row
  default void scoreAll(double[] rows, int width, int count, double[] out) {
    scoreBlock(RowBlock.ofRows(rows, width, count), out);
  }

  /// Scores rows that lie column by column.
  ///
  /// @param columns one array a feature
  /// @param out receives [#outputs] raw scores for each of the rows `[from, from + count)`
  default void scoreColumns(double[][] columns, int from, int count, double[] out) {
    scoreBlock(RowBlock.ofColumns(columns, from, count), out);
  }
}
