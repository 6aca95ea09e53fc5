package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.series.TimeValues;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A table of later times by which forecasts are judged: the origins lie so that what is forecast
/// are its rows, and the model learns from both tables in the end.
///
/// @param rows of both tables
/// @param settings with the origins, and where none was given the horizon
public record ForecastValidation(Frame rows, ForecastSettings settings) {
  /// Joins a table and the one that follows it.
  ///
  /// @throws InvalidInput when that does not come after the first, or is shorter than the horizon
  public static ForecastValidation of(Frame train, Frame later, ForecastSettings settings) {
    String time = settings.series().timeColumn();
    long last = Arrays.stream(TimeValues.of(train.require(time))).max().orElse(Long.MIN_VALUE);
    long[] times = TimeValues.of(later.require(time));
    long first = Arrays.stream(times).min().orElse(Long.MAX_VALUE);
    if (times.length == 0) {
      throw new InvalidInput("validation_data", "validation_data has no rows");
    }
    if (first <= last) {
      throw new InvalidInput(
          "validation_data",
          "validation_data begins at %s, before training_data ends at %s: forecasts are judged by later times"
              .formatted(Instant.ofEpochMilli(first), Instant.ofEpochMilli(last)));
    }
    int held = (int) Arrays.stream(times).distinct().count();
    int horizon = settings.horizon() > 0 ? settings.horizon() : held;
    if (horizon > held) {
      throw new InvalidInput(
          "validation_data",
          "validation_data has %d times, fewer than the %d of the horizon"
              .formatted(held, horizon));
    }
    int step = settings.windowStep() > 0 ? settings.windowStep() : horizon;
    int windows = (held - horizon) / step + 1;
    return new ForecastValidation(
        joined(train, later), settings.withHorizon(horizon).withWindows(windows, step));
  }

  private static Frame joined(Frame first, Frame second) {
    List<Column> columns = new ArrayList<>();
    for (Column column : first.columns()) {
      columns.add(joined(column, second.require(column.name())));
    }
    return new Frame(columns);
  }

  private static Column joined(Column first, Column second) {
    if (first instanceof NumberColumn one && second instanceof NumberColumn other) {
      boolean dates = one.type() == ColumnType.DATETIME || other.type() == ColumnType.DATETIME;
      if (one.type() == other.type() || !dates) {
        ColumnType type = one.type() == other.type() ? one.type() : ColumnType.NUMBER;
        double[] values = Arrays.copyOf(one.values(), one.size() + other.size());
        System.arraycopy(other.values(), 0, values, one.size(), other.size());
        return new NumberColumn(one.name(), type, values, one.dates());
      }
    }
    if (first instanceof TextColumn one && second instanceof TextColumn other) {
      return joined(one, other);
    }
    throw new InvalidInput(
        "validation_data",
        "column '%s' is %s in training_data and %s in validation_data"
            .formatted(
                first.name(),
                first.type().name().toLowerCase(Locale.ROOT),
                second.type().name().toLowerCase(Locale.ROOT)));
  }

  private static TextColumn joined(TextColumn first, TextColumn second) {
    List<String> words = new ArrayList<>(first.dictionary());
    int[] codes =
        IntStream.range(0, first.size() + second.size())
            .map(row ->
                row < first.size() ? first.code(row) : code(second, row - first.size(), words))
            .toArray();
    return new TextColumn(first.name(), first.type(), codes, words);
  }

  private static int code(TextColumn column, int row, List<String> words) {
    if (column.isMissing(row)) {
      return -1;
    }
    int place = words.indexOf(column.text(row));
    if (place < 0) {
      words.add(column.text(row));
      place = words.size() - 1;
    }
    return place;
  }
}
