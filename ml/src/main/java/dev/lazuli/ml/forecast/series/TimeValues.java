package dev.lazuli.ml.forecast.series;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/// A column read as times.
public final class TimeValues {
  private static final int YEAR_MIN = 1000;
  private static final int YEAR_MAX = 2999;

  private TimeValues() {}

  /// Milliseconds since 1970 of each row: times as they are, whole numbers from 1000 to 2999 as
  /// years, texts as `2026-01`, `2026-01-31` or `2026-01-31T12:00:00`.
  ///
  /// @throws InvalidInput when a row has no time
  public static long[] of(Column column) {
    return of(column, DateOrder.YEAR_FIRST);
  }

  /// The same where dates are known to be written in this order.
  ///
  /// @throws InvalidInput when a row has no time, or the column was read in another order
  public static long[] of(Column column, DateOrder dates) {
    DateOrder written = DateOrder.of(column);
    if (written.isOppositeOf(dates)) {
      throw new InvalidInput(
          column.name(),
          "the dates of column '%s' were read as %s, the model learned them as %s: give the table's order"
              .formatted(column.name(), written.example(), dates.example()));
    }
    long[] times = new long[column.size()];
    for (int row = 0; row < times.length; row++) {
      if (column.isMissing(row)) {
        throw new InvalidInput(
            column.name(), "row %d has no time in column '%s'".formatted(row + 1, column.name()));
      }
    }
    switch (column) {
      case NumberColumn numbers -> Arrays.setAll(times, row -> number(numbers, row));
      case TextColumn texts -> {
        long[] known = new long[texts.dictionary().size()];
        boolean[] read = new boolean[known.length];
        for (int row = 0; row < times.length; row++) {
          int code = texts.code(row);
          if (!read[code]) {
            known[code] = text(column.name(), row, texts.text(row), dates);
            read[code] = true;
          }
          times[row] = known[code];
        }
      }
    }
    return times;
  }

  private static long number(NumberColumn column, int row) {
    double value = column.value(row);
    if (column.type() == ColumnType.DATETIME) {
      return (long) value;
    }
    boolean isYear = value == Math.rint(value) && value >= YEAR_MIN && value <= YEAR_MAX;
    if (!isYear) {
      throw new InvalidInput(
          column.name(),
          "column '%s' holds %s where a time such as 2026-01-31 is wanted"
              .formatted(column.name(), column.text(row)));
    }
    return millis(LocalDate.of((int) value, 1, 1).atStartOfDay());
  }

  private static long text(String name, int row, String text, DateOrder dates) {
    String trimmed = text.strip();
    if (trimmed.matches("\\d{4}")) {
      return millis(LocalDate.of(Integer.parseInt(trimmed), 1, 1).atStartOfDay());
    }
    double time = dates.millis(trimmed.matches("\\d{4}-\\d\\d") ? trimmed + "-01" : trimmed);
    if (Double.isNaN(time)) {
      throw new InvalidInput(
          name,
          "row %d: column '%s' expects a time such as %s, not '%s'"
              .formatted(row + 1, name, dates.example(), text));
    }
    return (long) time;
  }

  private static long millis(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
