package dev.lazuli.ml.frame;

import java.time.Instant;

/// A column whose values are numbers; NaN is a missing value.
///
/// Holds [ColumnType#NUMBER], [ColumnType#INTEGER], [ColumnType#BOOLEAN] and [ColumnType#DATETIME].
public final class NumberColumn implements Column {
  private final String name;
  private final ColumnType type;
  private final double[] values;
  private final DateOrder dates;

  /// A column of these values.
  ///
  /// @param values owned by the column from here on
  public NumberColumn(String name, ColumnType type, double[] values) {
    this(name, type, values, DateOrder.YEAR_FIRST);
  }

  /// A column of these values.
  ///
  /// @param values owned by the column from here on
  /// @param dates how times were written; [DateOrder#YEAR_FIRST] for all else
  public NumberColumn(String name, ColumnType type, double[] values, DateOrder dates) {
    if (type == ColumnType.CATEGORY || type == ColumnType.TEXT) {
      throw new IllegalArgumentException("a " + type + " column does not hold numbers");
    }
    this.name = name;
    this.type = type;
    this.values = values;
    this.dates = dates;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ColumnType type() {
    return type;
  }

  /// How its times were written.
  public DateOrder dates() {
    return dates;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public boolean isMissing(int row) {
    return Double.isNaN(values[row]);
  }

  /// The value at `row`; NaN when missing.
  public double value(int row) {
    return values[row];
  }

  /// The values themselves, not a copy: only to read.
  public double[] values() {
    return values;
  }

  @Override
  public String text(int row) {
    double value = values[row];
    if (Double.isNaN(value)) {
      return "";
    }
    return switch (type) {
      case BOOLEAN -> value == 0 ? "false" : "true";
      case DATETIME -> Instant.ofEpochMilli((long) value).toString();
      case INTEGER -> Long.toString((long) value);
      case NUMBER, CATEGORY, TEXT -> Double.toString(value);
    };
  }

  @Override
  public NumberColumn select(int[] rows) {
    double[] selected = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = values[rows[i]];
    }
    return new NumberColumn(name, type, selected, dates);
  }

  @Override
  public NumberColumn named(String newName) {
    return new NumberColumn(newName, type, values, dates);
  }
}
