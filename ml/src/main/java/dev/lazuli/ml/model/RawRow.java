package dev.lazuli.ml.model;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One row as it came in: a number, a truth value, a time, a string or nothing for each column.
///
/// Made once and filled again for each row; not for several threads at a time.
public final class RawRow {
  /// What stands in a column.
  enum Kind {
    MISSING,
    NUMBER,
    TRUTH,
    TIME,
    TEXT
  }

  private final Kind[] kinds;
  private final double[] numbers;
  private final String[] texts;

  /// A row of `columns` missing values.
  public RawRow(int columns) {
    this.kinds = new Kind[columns];
    this.numbers = new double[columns];
    this.texts = new String[columns];
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

  /// Sets a number; one that is infinite or NaN is a missing value.
  public void setNumber(int column, double value) {
    kinds[column] = Double.isFinite(value) ? Kind.NUMBER : Kind.MISSING;
    numbers[column] = value;
  }

  /// Sets a time by its milliseconds since 1970-01-01T00:00Z.
  public void setTime(int column, double millis) {
    kinds[column] = Double.isFinite(millis) ? Kind.TIME : Kind.MISSING;
    numbers[column] = millis;
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

  /// Sets what a column of a table has in a row.
  public void set(int place, Column column, int row) {
    if (column.isMissing(row)) {
      setMissing(place);
      return;
    }
    switch (column) {
      case TextColumn text -> setText(place, text.text(row));
      case NumberColumn number -> {
        switch (number.type()) {
          case BOOLEAN -> setTruth(place, number.value(row) != 0);
          case DATETIME -> setTime(place, number.value(row));
          case NUMBER, INTEGER, CATEGORY, TEXT -> setNumber(place, number.value(row));
        }
      }
    }
  }

  Kind kind(int column) {
    return kinds[column];
  }

  /// The number, truth value or time; only for those kinds.
  double number(int column) {
    return numbers[column];
  }

  /// The string; only for that kind.
  String text(int column) {
    return texts[column];
  }
}
