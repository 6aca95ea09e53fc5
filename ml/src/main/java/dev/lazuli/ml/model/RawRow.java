package dev.lazuli.ml.model;

import dev.lazuli.ml.frame.DateOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row as it came in: a number, a truth value, a string or nothing for each column.
///
/// Made once and filled again for each row; not for several threads at a time.
public final class RawRow {
  /// What stands in a column.
  enum Kind {
    MISSING,
    NUMBER,
    TRUTH,
    TEXT
  }

  private final Kind[] kinds;
  private final double[] numbers;
  private final String[] texts;
  private final DateOrder[] dates;

  /// A row of `columns` missing values, whose dates begin with the year.
  public RawRow(int columns) {
    this(Collections.nCopies(columns, DateOrder.YEAR_FIRST));
  }

  /// A row of missing values.
  ///
  /// @param dates how each column writes dates
  RawRow(List<DateOrder> dates) {
    this.kinds = new Kind[dates.size()];
    this.numbers = new double[dates.size()];
    this.texts = new String[dates.size()];
    this.dates = dates.toArray(DateOrder[]::new);
    clear();
  }

  /// Number of columns.
  public int size() {
    return kinds.length;
  }

  /// Makes all values missing.
  public void clear() {
    Arrays.fill(kinds, Kind.MISSING);
    Arrays.fill(numbers, Double.NaN);
    Arrays.fill(texts, "");
  }

  /// Makes a value missing.
  public void setMissing(int column) {
    kinds[column] = Kind.MISSING;
    numbers[column] = Double.NaN;
  }

  /// Sets a number; a time is its milliseconds since 1970-01-01T00:00Z; NaN is a missing value.
  public void setNumber(int column, double value) {
    kinds[column] = Double.isNaN(value) ? Kind.MISSING : Kind.NUMBER;
    numbers[column] = value;
  }

  /// Sets a truth value.
  public void setTruth(int column, boolean value) {
    kinds[column] = Kind.TRUTH;
    numbers[column] = value ? 1 : 0;
  }

  /// Sets a string.
  public void setText(int column, String value) {
    kinds[column] = Kind.TEXT;
    texts[column] = value;
  }

  /// Sets a `Number`, `Boolean`, `CharSequence` or null.
  ///
  /// @throws IllegalArgumentException for any other class
  public void set(int column, @Nullable Object value) {
    switch (value) {
      case null -> setMissing(column);
      case Number number -> setNumber(column, number.doubleValue());
      case Boolean truth -> setTruth(column, truth);
      case CharSequence text -> setText(column, text.toString());
      default -> throw new IllegalArgumentException("no column value: " + value.getClass());
    }
  }

  Kind kind(int column) {
    return kinds[column];
  }

  /// The number or truth value; only for those kinds.
  double number(int column) {
    return numbers[column];
  }

  DateOrder dates(int column) {
    return dates[column];
  }

  /// The string; only for that kind.
  String text(int column) {
    return texts[column];
  }
}
