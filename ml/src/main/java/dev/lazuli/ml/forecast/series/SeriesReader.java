package dev.lazuli.ml.forecast.series;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.prepare.Imputation;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Reads a table as series: one row a series and time, in any order.
public final class SeriesReader {
  /// Steps from the first to the last value of a series, gaps included.
  private static final long STEPS_MAX = 20_000_000;

  /// Sums of squares of larger values are no numbers any more.
  public static final double VALUE_MAX = 1e140;

  /// A category of more values than this is left out.
  private static final int CATEGORIES_MAX = 255;

  private final Frame frame;
  private final SeriesOptions options;
  private final List<Column> columns = new ArrayList<>();
  private final List<Regressor> regressors = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final NumberColumn target;
  private final long[] times;

  private SeriesReader(Frame frame, SeriesOptions options) {
    this.frame = Purposes.applied(frame, options);
    this.options = options;
    this.times = TimeValues.of(frame.require(options.timeColumn()));
    this.target = target(this.frame.require(options.target()));
  }

  private static NumberColumn target(Column column) {
    for (int row = 0; row < column.size(); row++) {
      double value = Purposes.number(column, row);
      boolean isNumber = Math.abs(value) <= VALUE_MAX;
      if (!column.isMissing(row) && !isNumber) {
        throw new InvalidInput(
            column.name(),
            "column '%s' holds '%s' in row %d; forecasts need numbers of at most 1e140 in size, and nothing where a value is missing"
                .formatted(column.name(), column.text(row), row + 1));
      }
    }
    return switch (column) {
      case NumberColumn numbers -> numbers;
      case TextColumn texts ->
          throw new InvalidInput(
              texts.name(), "column '%s' holds texts, not numbers".formatted(texts.name()));
    };
  }

  /// The series of a table.
  ///
  /// Each begins with its first known target and ends with its last; steps between without a row
  /// are gaps.
  ///
  /// @throws InvalidInput when a column is not there or not of the right kind, two rows are of one
  ///   step and no function is given to join them, or the steps are not even
  public static SeriesSet read(Frame frame, SeriesOptions options) {
    return new SeriesReader(frame, options).read();
  }

  private SeriesSet read() {
    chooseRegressors();
    refuseOtherImputations();
    Map<List<String>, List<Integer>> groups = groups();
    List<int[]> sorted = new ArrayList<>();
    List<long[]> distinct = new ArrayList<>();
    for (List<Integer> rows : groups.values()) {
      int[] order =
          rows.stream()
              .sorted((a, b) -> Long.compare(times[a], times[b]))
              .mapToInt(Integer::intValue)
              .toArray();
      sorted.add(order);
      distinct.add(Arrays.stream(order).mapToLong(row -> times[row]).distinct().toArray());
    }
    TimeGrid grid = grid(distinct);
    int period = grid.frequency().periods().stream().findFirst().orElse(1);
    List<Series> series = new ArrayList<>();
    int gaps = 0;
    int steps = 0;
    int group = 0;
    for (List<String> id : groups.keySet()) {
      int[] rows = known(sorted.get(group++));
      if (rows.length > 0) {
        Series read = series(id, rows, grid, period);
        gaps += (int) Arrays.stream(read.observed()).filter(Double::isNaN).count();
        steps += read.size();
        series.add(read);
      } else {
        notes.add("%s has no target and is left out".formatted(SeriesSet.name(id)));
      }
    }
    if (series.isEmpty()) {
      throw new InvalidInput(
          options.target(), "no row has a value of '%s'".formatted(options.target()));
    }
    refuseMostlyEmpty(gaps, steps, grid);
    notes.addFirst(
        "%d series, frequency %s%s, %d missing values filled"
            .formatted(
                series.size(),
                grid.alias(),
                options.frequency().isEmpty() ? " (found)" : "",
                gaps));
    return new SeriesSet(
        options.timeColumn(),
        DateOrder.of(frame.require(options.timeColumn())),
        options.target(),
        options.idColumns(),
        grid,
        regressors,
        series,
        notes);
  }

  /// A model of values that are mostly made up tells nothing; zeros may be meant.
  private void refuseMostlyEmpty(int gaps, int steps, TimeGrid grid) {
    if (2L * gaps > steps && options.gaps() != SeriesOptions.GapFill.ZERO) {
      throw new InvalidInput(
          options.timeColumn(),
          "%,d of the %,d steps of frequency %s from %s to %s have no value, more than half: if days and months of '%s' are read the wrong way round, say which come first; else give a longer frequency, with target_aggregate_function to join rows"
              .formatted(
                  gaps,
                  steps,
                  grid.alias() + (options.frequency().isEmpty() ? " (found)" : ""),
                  day(Arrays.stream(times).min().orElseThrow()),
                  day(Arrays.stream(times).max().orElseThrow()),
                  options.timeColumn()));
    }
  }

  private static LocalDate day(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  private void chooseRegressors() {
    for (Column column : frame.columns()) {
      String name = column.name();
      boolean used =
          name.equals(options.timeColumn())
              || name.equals(options.target())
              || options.idColumns().contains(name)
              || options.ignored().contains(name);
      if (used) {
        continue;
      }
      boolean known = !options.unknownAhead().contains(name);
      switch (column) {
        case NumberColumn numbers -> {
          if (numbers.type() != ColumnType.DATETIME) {
            columns.add(numbers);
            regressors.add(new Regressor(name, List.of(), known, fill(numbers)));
          }
        }
        case TextColumn texts -> {
          if (texts.dictionary().size() <= CATEGORIES_MAX && !texts.dictionary().isEmpty()) {
            columns.add(texts);
            regressors.add(new Regressor(name, texts.dictionary(), known));
          } else {
            notes.add("column '%s' has too many different texts to help".formatted(name));
          }
        }
      }
    }
  }

  /// What stands in for missing numbers of a column.
  private Regressor.Fill fill(NumberColumn column) {
    Imputation asked = options.imputations().get(column.name());
    if (asked == null) {
      return new Regressor.Missing();
    }
    return asked.strategy() == Imputation.Strategy.FORWARD
        ? new Regressor.Forward()
        : new Regressor.Constant(asked.fill(column));
  }

  private void refuseOtherImputations() {
    for (String name : new TreeSet<>(options.imputations().keySet())) {
      frame.require(name);
      boolean number =
          regressors.stream().anyMatch(one -> one.name().equals(name) && !one.isCategory());
      if (!number) {
        throw new InvalidInput(
            name,
            "column '%s' is no numeric column beside the time, the ids and the target: an imputer fills such columns"
                .formatted(name));
      }
    }
  }

  private Map<List<String>, List<Integer>> groups() {
    List<Column> ids = options.idColumns().stream().map(frame::require).toList();
    Map<List<String>, List<Integer>> groups = new LinkedHashMap<>();
    for (int row = 0; row < times.length; row++) {
      int at = row;
      List<String> id = ids.stream().map(column -> Purposes.category(column, at)).toList();
      groups.computeIfAbsent(id, any -> new ArrayList<>()).add(row);
    }
    if (groups.isEmpty()) {
      throw new InvalidInput("training_data", "the table has no rows");
    }
    return groups;
  }

  private TimeGrid grid(List<long[]> distinct) {
    TimeGrid grid = new GridFinder(distinct, options.zone()).find(options);
    if (options.aggregate() == SeriesOptions.Aggregate.NONE) {
      for (long[] series : distinct) {
        for (long time : series) {
          refuseOffGrid(grid, time);
        }
      }
    }
    return grid;
  }

  private void refuseOffGrid(TimeGrid grid, long time) {
    if (!grid.contains(time)) {
      throw new InvalidInput(
          options.timeColumn(),
          "%s is not a whole number of steps (%s) after %s; give target_aggregate_function to join rows"
              .formatted(
                  Instant.ofEpochMilli(time), grid.alias(), Instant.ofEpochMilli(grid.origin())));
    }
  }

  /// From the first row with a target to the last.
  private int[] known(int[] rows) {
    int[] with = IntStream.range(0, rows.length).filter(i -> !target.isMissing(rows[i])).toArray();
    return with.length == 0 ? with : Arrays.copyOfRange(rows, with[0], with[with.length - 1] + 1);
  }

  private Series series(List<String> id, int[] rows, TimeGrid grid, int period) {
    long start = grid.number(times[rows[0]]);
    long length = grid.number(times[rows[rows.length - 1]]) - start + 1;
    if (length > STEPS_MAX) {
      throw new InvalidInput(
          options.timeColumn(),
          "%s spans %d steps; the most is %d".formatted(SeriesSet.name(id), length, STEPS_MAX));
    }
    int n = (int) length;
    double[] observed = new double[n];
    Arrays.fill(observed, Double.NaN);
    double[][] values = new double[columns.size()][n];
    for (double[] column : values) {
      Arrays.fill(column, Double.NaN);
    }
    for (int from = 0, to; from < rows.length; from = to) {
      int step = (int) (grid.number(times[rows[from]]) - start);
      to = from + 1;
      while (to < rows.length && grid.number(times[rows[to]]) - start == step) {
        to++;
      }
      int[] same = Arrays.copyOfRange(rows, from, to);
      refuseDuplicates(id, same);
      observed[step] = joined(same);
      for (int c = 0; c < values.length; c++) {
        values[c][step] = regressor(columns.get(c), same);
      }
    }
    for (int c = 0; c < values.length; c++) {
      regressors.get(c).fill(values[c], Double.NaN);
    }
    return new Series(id, start, observed, Gaps.fill(observed, options.gaps(), period), values);
  }

  private void refuseDuplicates(List<String> id, int[] rows) {
    if (rows.length > 1 && options.aggregate() == SeriesOptions.Aggregate.NONE) {
      Instant time = Instant.ofEpochMilli(times[rows[0]]);
      String hint =
          mayBeSetBack(time)
              ? "where clocks are set back, local times come twice: write them with their distance"
                  + " from UTC, such as 02:00:00+01:00, or give"
              : options.idColumns().isEmpty()
                  ? "name the columns that tell series apart (time_series_id_column_names), or give"
                  : "give";
      throw new InvalidInput(
          options.timeColumn(),
          "%s has %d rows at %s; %s target_aggregate_function to join them"
              .formatted(SeriesSet.name(id), rows.length, time, hint));
    }
  }

  /// Whether a time of day comes twice that does so nearly everywhere in autumn: early on a Sunday.
  private static boolean mayBeSetBack(Instant time) {
    ZonedDateTime local = time.atZone(ZoneOffset.UTC);
    return local.getDayOfWeek() == DayOfWeek.SUNDAY && local.getHour() >= 1 && local.getHour() <= 3;
  }

  private double joined(int[] rows) {
    double[] known =
        Arrays.stream(rows).mapToDouble(target::value).filter(v -> !Double.isNaN(v)).toArray();
    if (known.length == 0) {
      return Double.NaN;
    }
    return switch (options.aggregate()) {
      case NONE -> known[0];
      case SUM -> Arrays.stream(known).sum();
      case MEAN -> Arrays.stream(known).sum() / known.length;
      case MIN -> Arrays.stream(known).min().orElseThrow();
      case MAX -> Arrays.stream(known).max().orElseThrow();
    };
  }

  /// Of several rows the mean number, or the last category.
  private static double regressor(Column column, int[] rows) {
    return switch (column) {
      case NumberColumn numbers ->
          Arrays.stream(rows)
              .mapToDouble(numbers::value)
              .filter(value -> !Double.isNaN(value))
              .average()
              .orElse(Double.NaN);
      case TextColumn texts -> {
        int code = texts.code(rows[rows.length - 1]);
        yield code < 0 ? Double.NaN : code;
      }
    };
  }
}
