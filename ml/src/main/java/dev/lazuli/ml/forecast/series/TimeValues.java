package dev.lazuli.ml.forecast.series;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.regex.Pattern;

/// A column read as times.
public final class TimeValues {
  private static final int YEAR_MIN = 1000;
  private static final int YEAR_MAX = 2999;

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,20}(\\.\\d+)?");

  private TimeValues() {}

  /// Milliseconds since 1970 of each row: times as they are, whole numbers from 1000 to 2999 as
  /// years, texts as `2026-01`, `2026-01-31` or `2026-01-31T12:00:00`.
  ///
  /// @throws InvalidInput when a row has no time
  public static long[] of(Column column) {
    return of(column, new Signature.Input(column.name(), SignatureType.DATETIME, true));
  }

  /// The same where it is known how dates are written and which were learned, so that other numbers
  /// are times too: milliseconds since 1970, or in another unit where only that is near them.
  ///
  /// @throws InvalidInput when a row has no time, or the column was read in another order
  public static long[] of(Column column, Signature.Input learned) {
    DateOrder written = DateOrder.of(column);
    if (written.isOppositeOf(learned.dates())) {
      throw new InvalidInput(
          column.name(),
          "the dates of column '%s' were read as %s, the model learned them as %s: give the table's order"
              .formatted(column.name(), written.example(), learned.dates().example()));
    }
    long[] times = new long[column.size()];
    for (int row = 0; row < times.length; row++) {
      if (column.isMissing(row)) {
        throw new InvalidInput(
            column.name(), "row %d has no time in column '%s'".formatted(row + 1, column.name()));
      }
    }
    switch (column) {
      case NumberColumn numbers ->
          Arrays.setAll(
              times,
              row ->
                  numbers.type() == ColumnType.DATETIME
                      ? (long) numbers.value(row)
                      : number(numbers.value(row), row, learned));
      case TextColumn texts -> {
        long[] known = new long[texts.dictionary().size()];
        boolean[] read = new boolean[known.length];
        for (int row = 0; row < times.length; row++) {
          int code = texts.code(row);
          if (!read[code]) {
            known[code] = text(texts.text(row), row, learned);
            read[code] = true;
          }
          times[row] = known[code];
        }
      }
    }
    return times;
  }

  private static long number(double value, int row, Signature.Input learned) {
    if (value == Math.rint(value) && value >= YEAR_MIN && value <= YEAR_MAX) {
      return millis(LocalDate.of((int) value, 1, 1).atStartOfDay());
    }
    double time = learned.range().map(range -> range.millis(value)).orElse(Double.NaN);
    if (Double.isNaN(time)) {
      throw wrong(
          new BigDecimal(value).toPlainString(),
          row,
          learned,
          learned.range().map(range -> ": " + range.readings(value)).orElse(""));
    }
    return (long) Math.floor(time);
  }

  private static long text(String text, int row, Signature.Input learned) {
    String trimmed = text.trim();
    if (NUMBER.matcher(trimmed).matches()) {
      return number(Double.parseDouble(trimmed), row, learned);
    }
    double time =
        learned.dates().millis(trimmed.matches("\\d{4}-\\d\\d") ? trimmed + "-01" : trimmed);
    if (Double.isNaN(time)) {
      throw wrong(text, row, learned, "");
    }
    return (long) time;
  }

  private static InvalidInput wrong(
      String value, int row, Signature.Input learned, String readings) {
    return new InvalidInput(
        learned.name(),
        "row %d: column '%s' expects a time such as %s, not '%s'%s"
            .formatted(row + 1, learned.name(), learned.dates().example(), value, readings));
  }

  private static long millis(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
