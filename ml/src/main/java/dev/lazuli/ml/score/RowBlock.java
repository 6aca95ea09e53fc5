package dev.lazuli.ml.score;

/// Some rows of feature values, lying row after row or column by column; only to read.
public final class RowBlock {
  private final double[][] columns;
  private final int width;
  private final int from;
  private final int count;

  private RowBlock(double[][] columns, int width, int from, int count) {
    this.columns = columns;
    this.width = width;
    this.from = from;
    this.count = count;
  }

  /// Rows that lie one after the other.
  ///
  /// @param rows `count` rows of `width` values each
  public static RowBlock ofRows(double[] rows, int width, int count) {
    return new RowBlock(new double[][] {rows}, width, 0, count);
  }

  /// The rows `[from, from + count)` of columns.
  ///
  /// @param columns one array a feature
  public static RowBlock ofColumns(double[][] columns, int from, int count) {
    return new RowBlock(columns, 0, from, count);
  }

  /// How many rows there are.
  public int count() {
    return count;
  }

  /// How many values a row has.
  public int features() {
    return width > 0 ? width : columns.length;
  }

  /// Copies the values of one row of the block.
  public void row(int row, double[] out) {
    for (int f = 0; f < features(); f++) {
      out[f] = cells(f)[at(f, row)];
    }
  }

  /// The array that holds a feature's values.
  double[] cells(int feature) {
    return width > 0 ? columns[0] : columns[feature];
  }

  /// Where the value of a row lies in [#cells]; those of later rows follow [#step] apart.
  int at(int feature, int row) {
    return width > 0 ? row * width + feature : from + row;
  }

  int step() {
    return width > 0 ? width : 1;
  }
}
