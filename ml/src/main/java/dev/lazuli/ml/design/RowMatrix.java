package dev.lazuli.ml.design;

import dev.lazuli.ml.InvalidInput;

/// Rows of finite numbers, one after the other in one array.
public final class RowMatrix {
  private final double[] values;
  private final int rows;
  private final int columns;

  private RowMatrix(double[] values, int rows, int columns) {
    this.values = values;
    this.rows = rows;
    this.columns = columns;
  }

  /// A copy of rows.
  ///
  /// @throws InvalidInput when there is none, they differ in length, or a number is not finite
  public static RowMatrix of(double[][] rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new InvalidInput("rows", "there are no numbers to learn from");
    }
    int columns = rows[0].length;
    long size = (long) rows.length * columns;
    if (size > Integer.MAX_VALUE - 8) {
      throw new InvalidInput(
          "rows", "%d rows of %d columns are too many".formatted(rows.length, columns));
    }
    double[] values = new double[(int) size];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new InvalidInput(
            "rows",
            "row %d has %d numbers, the first has %d".formatted(i, rows[i].length, columns));
      }
      for (int j = 0; j < columns; j++) {
        if (!Double.isFinite(rows[i][j])) {
          throw new InvalidInput(
              "rows", "column %d of row %d is %s, it must be finite".formatted(j, i, rows[i][j]));
        }
        values[i * columns + j] = rows[i][j];
      }
    }
    return new RowMatrix(values, rows.length, columns);
  }

  /// Number of rows.
  public int rows() {
    return rows;
  }

  /// Numbers in a row.
  public int columns() {
    return columns;
  }

  /// One number.
  public double at(int row, int column) {
    return values[row * columns + column];
  }

  /// All numbers, row after row; not a copy: only to read.
  public double[] values() {
    return values;
  }

  /// A copy of one row.
  public double[] row(int row) {
    double[] copy = new double[columns];
    System.arraycopy(values, row * columns, copy, 0, columns);
    return copy;
  }

  /// The squared distance of a row from a point that lies in an array from `from` on.
  public double squaredDistance(int row, double[] points, int from) {
    double sum = 0;
    int at = row * columns;
    for (int j = 0; j < columns; j++) {
      double difference = values[at + j] - points[from + j];
      sum += difference * difference;
    }
    return sum;
  }

  /// The mean of each column.
  public double[] means() {
    double[] means = new double[columns];
    for (int i = 0; i < values.length; i++) {
      means[i % columns] += values[i];
    }
    for (int j = 0; j < columns; j++) {
      means[j] /= rows;
    }
    return means;
  }
}
