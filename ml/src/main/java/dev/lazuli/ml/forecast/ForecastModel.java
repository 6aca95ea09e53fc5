package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.forecast.panel.Holidays;
import dev.lazuli.ml.forecast.series.SeriesSet;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.ModelStamp;
import dev.lazuli.ml.model.Signature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A model that forecasts the series it was made of, standing at their ends. Immutable.
///
/// Its forecast is the weighted sum of its members' forecasts, not below 0 for series that never
/// were.
public final class ForecastModel {
  private final SeriesSet ends;
  private final int horizon;
  private final List<Integer> periods;
  private final Holidays holidays;
  private final double[] scales;
  private final boolean[] nonNegative;
  private final List<ForecastMember> members;
  private final Spread spread;
  private final List<Double> quantiles;

  /// A model.
  ///
  /// @param ends the latest values of each series, as many as the members look at
  /// @param horizon steps that were tried; more can be forecast
  /// @param periods after how many values the series repeat
  /// @param scales what one unit of each series is
  /// @param nonNegative for each series, whether it never was below 0
  ForecastModel(
      SeriesSet ends,
      int horizon,
      List<Integer> periods,
      Holidays holidays,
      double[] scales,
      boolean[] nonNegative,
      List<ForecastMember> members,
      Spread spread,
      List<Double> quantiles) {
    this.ends = ends;
    this.horizon = horizon;
    this.periods = List.copyOf(periods);
    this.holidays = holidays;
    this.scales = scales;
    this.nonNegative = nonNegative;
    this.members = List.copyOf(members);
    this.spread = spread;
    this.quantiles = List.copyOf(quantiles);
  }

  /// Whether a folder holds a model that [#save] wrote.
  public static boolean isIn(Path folder) throws IOException {
    return ForecastFolder.holds(folder);
  }

  /// Reads a model that [#save] wrote.
  ///
  /// @throws InvalidInput when the folder holds no such model
  public static ForecastModel load(Path folder) throws IOException {
    return ForecastFolder.load(folder);
  }

  /// Writes this as an MLflow model folder that is its own whole.
  ///
  /// @param stamp identity and time, which do not come from here
  public void save(Path folder, ModelStamp stamp) throws IOException {
    ForecastFolder.save(this, folder, stamp);
  }

  /// The latest values of each series.
  public SeriesSet ends() {
    return ends;
  }

  /// Steps that were tried.
  public int horizon() {
    return horizon;
  }

  /// After how many values the series repeat, shortest first.
  public List<Integer> periods() {
    return periods;
  }

  /// The members.
  public List<ForecastMember> members() {
    return members;
  }

  /// The columns of rows to forecast. Time and ids are needed; regressors may be missing, and so
  /// may the target, whose known values are learnt first.
  public Signature signature() {
    return ForecastFolder.signature(this);
  }

  /// The next rows of the first series, in MLflow's split form.
  public Json example() {
    return ForecastFolder.example(this);
  }

  /// Levels of quantiles that are given unless others are asked for.
  public List<Double> quantiles() {
    return quantiles;
  }

  Holidays holidays() {
    return holidays;
  }

  double[] scales() {
    return scales;
  }

  boolean[] nonNegative() {
    return nonNegative;
  }

  Spread spread() {
    return spread;
  }

  /// Forecasts of the next `steps` values of every series, regressors being unknown.
  ///
  /// @return time, id columns, `prediction`, and `quantile_<level>` for each of [#quantiles]
  public Frame ahead(int steps) {
    long[] times = new long[steps * ends.series().size()];
    int[] series = new int[times.length];
    for (int row = 0; row < times.length; row++) {
      series[row] = row / steps;
      times[row] = ends.grid().time(ends.series().get(series[row]).end() + row % steps);
    }
    return forecast(rows(times, series));
  }

  /// Times and ids as a table.
  private Frame rows(long[] times, int[] series) {
    List<Column> columns = new ArrayList<>();
    double[] millis = Arrays.stream(times).mapToDouble(time -> (double) time).toArray();
    columns.add(new NumberColumn(ends.timeColumn(), ColumnType.DATETIME, millis));
    for (int id = 0; id < ends.idColumns().size(); id++) {
      int at = id;
      columns.add(
          TextColumn.of(
              ends.idColumns().get(id),
              ColumnType.CATEGORY,
              series.length,
              row -> ends.series().get(series[row]).id().get(at)));
    }
    return new Frame(columns);
  }

  /// What people should know of rows before they trust their forecasts, in sentences.
  ///
  /// @throws InvalidInput when the rows cannot be forecast
  public List<String> remarks(Frame rows) {
    FutureRows future = FutureRows.read(this, rows);
    int beyond = 0;
    int farthest = 0;
    for (int place : future.asked()) {
      FutureRows.Ask ask = future.ask(place);
      for (int row : ask.rows()) {
        int ahead = ask.sinceKnown(row);
        beyond += ahead > horizon ? 1 : 0;
        farthest = Math.max(farthest, ahead);
      }
    }
    return beyond == 0
        ? List.of()
        : List.of(
            "%,d row%s more than %d steps ahead, up to %d: forecasts were tried %d steps ahead only (the horizon)"
                .formatted(beyond, beyond == 1 ? " lies" : "s lie", horizon, farthest, horizon));
  }

  /// Forecasts each row of a table.
  ///
  /// The table has the time column, the id columns, and if any the regressors, whose values may be
  /// missing. Where it has the target too, known values after a series' end are learnt: their rows
  /// get them back, rows before them are forecast without them, and later rows go on from them.
  ///
  /// @return the times and ids of the rows, `prediction`, and `quantile_<level>` for each of
  ///   [#quantiles]
  /// @throws InvalidInput when a row is of an unknown series, at no step of the grid, or before the
  ///   end of its series
  public Frame forecast(Frame rows) {
    return forecast(rows, quantiles);
  }

  /// Forecasts each row of a table, with quantiles at these levels.
  ///
  /// @see #forecast(Frame)
  public Frame forecast(Frame rows, List<Double> levels) {
    double[][] numbers = forecastNumbers(rows, levels);
    List<Column> columns = new ArrayList<>();
    columns.add(rows.require(ends.timeColumn()));
    ends.idColumns().forEach(id -> columns.add(rows.require(id)));
    columns.add(new NumberColumn("prediction", ColumnType.NUMBER, numbers[0]));
    for (int q = 0; q < levels.size(); q++) {
      String name = "quantile_" + levels.get(q);
      columns.add(new NumberColumn(name, ColumnType.NUMBER, numbers[q + 1]));
    }
    return new Frame(columns);
  }

  /// The predictions of each row, and after them each quantile's.
  ///
  /// @return `1 + levels x rows`
  public double[][] forecastNumbers(Frame rows, List<Double> levels) {
    return forecastNumbers(rows, levels, StopSignal.never());
  }

  /// The same, until told to stop.
  ///
  /// @throws StopSignal.Stopped when it is
  public double[][] forecastNumbers(Frame rows, List<Double> levels, StopSignal stop) {
    for (double level : levels) {
      if (!(level > 0 && level < 1)) {
        throw new InvalidInput("quantiles", "quantile %s is not in (0, 1)".formatted(level));
      }
    }
    FutureRows future = FutureRows.read(this, rows);
    double[][] numbers = new double[1 + levels.size()][rows.rowCount()];
    for (int place : future.asked()) {
      FutureRows.Ask ask = future.ask(place);
      FuturePath path = new FuturePath(this, place, ask, stop);
      for (int row : ask.rows()) {
        int step = ask.step(row);
        numbers[0][row] = path.value(step);
        for (int q = 0; q < levels.size(); q++) {
          int since = path.sinceKnown(step);
          double add = since == 0 ? 0 : scales[place] * spread.quantile(since, levels.get(q));
          numbers[q + 1][row] = bounded(place, path.value(step) + add);
        }
      }
    }
    return numbers;
  }

  /// A value of a series that never was below 0 is not forecast below it.
  double bounded(int place, double value) {
    return nonNegative[place] ? Math.max(0, value) : value;
  }
}
