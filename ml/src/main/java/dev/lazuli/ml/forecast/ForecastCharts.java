package dev.lazuli.ml.forecast;

import dev.lazuli.ml.forecast.series.Series;
import dev.lazuli.ml.forecast.series.SeriesSet;
import dev.lazuli.ml.metric.MetricArtifact;
import dev.lazuli.ml.metric.RegressionCharts;
import dev.lazuli.ml.metric.TargetSpread;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Charts of forecasts at rolling origins, in the shapes of Azure's AutoML: residuals, predictions
/// by true value, and the table of forecasts beside what came.
final class ForecastCharts {
  /// What Azure's pages show at most: values before an origin, values after it, series, windows.
  private static final int BEFORE_MAX = 20;

  private static final int AFTER_MAX = 80;
  private static final int SERIES_MAX = 20;
  private static final int WINDOWS_MAX = 5;

  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;

  /// Azure's name for the id of a single series, which its pages do not show.
  private static final String SINGLE = "_automl_dummy_grain_col";

  private final Backtest backtest;
  private final double[] predicted;

  /// @param predicted forecasts of all cells
  ForecastCharts(Backtest backtest, double[] predicted) {
    this.backtest = backtest;
    this.predicted = predicted;
  }

  List<MetricArtifact> all() {
    int[] cells = backtest.cells();
    double[] actual = Arrays.stream(cells).mapToDouble(cell -> backtest.actual()[cell]).toArray();
    double[] forecast = Arrays.stream(cells).mapToDouble(cell -> predicted[cell]).toArray();
    double[] targets =
        backtest.set().series().stream()
            .flatMapToDouble(series -> Arrays.stream(series.observed()))
            .filter(value -> !Double.isNaN(value))
            .toArray();
    return List.of(
        RegressionCharts.residuals(actual, forecast, TargetSpread.of(targets)),
        RegressionCharts.predictedTrue(actual, forecast, targets),
        new MetricArtifact("forecast_table", "forecast_horizon_table", "1.0.0", windows()));
  }

  /// The latest windows, the earliest of them first.
  private List<Map<String, Object>> windows() {
    return IntStream.range(0, Math.min(WINDOWS_MAX, backtest.windows()))
        .map(back -> Math.min(WINDOWS_MAX, backtest.windows()) - 1 - back)
        .mapToObj(this::window)
        .toList();
  }

  private Map<String, Object> window(int window) {
    SeriesSet set = backtest.set();
    int leftOut = backtest.windows() > 1 ? window : -1;
    Spread spread = Spread.of(backtest.residuals(predicted, leftOut));
    List<String> names = set.idColumns().isEmpty() ? List.of(SINGLE) : set.idColumns();
    Map<String, Object> table = new LinkedHashMap<>();
    List<Backtest.Origin> origins =
        backtest.origins().stream()
            .filter(origin -> origin.window() == window)
            .limit(SERIES_MAX)
            .toList();
    table.put("time", each(origins, this::times));
    table.put("grain_names", names);
    table.put(
        "grain_value_list",
        each(
            origins,
            origin -> {
              List<String> id = set.series().get(origin.series()).id();
              return id.isEmpty() ? List.of(SINGLE) : id;
            }));
    table.put("y_true", each(origins, this::known));
    table.put("y_pred", each(origins, origin -> after(origin, step -> 0)));
    table.put(
        "PI_upper_bound", each(origins, origin -> after(origin, bound(origin, spread, HIGH))));
    table.put("PI_lower_bound", each(origins, origin -> after(origin, bound(origin, spread, LOW))));
    return table;
  }

  private static List<Object> each(
      List<Backtest.Origin> origins, Function<Backtest.Origin, Object> value) {
    return origins.stream().map(value).toList();
  }

  private IntToDoubleFunction bound(Backtest.Origin origin, Spread spread, double level) {
    return step -> backtest.scale(origin.series()) * spread.quantile(step + 1, level);
  }

  private int steps() {
    return Math.min(AFTER_MAX, backtest.horizon());
  }

  /// The forecasts of an origin, and something added to each.
  private List<Double> after(Backtest.Origin origin, IntToDoubleFunction add) {
    return IntStream.range(0, steps())
        .mapToObj(step -> predicted[origin.cell() + step] + add.applyAsDouble(step))
        .toList();
  }

  private List<String> times(Backtest.Origin origin) {
    Series series = backtest.set().series().get(origin.series());
    return IntStream.range(Math.max(0, origin.known() - BEFORE_MAX), origin.known() + steps())
        .mapToObj(place -> time(backtest.set().grid().time(series.start() + place)))
        .toList();
  }

  private static String time(long millis) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
        LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
  }

  /// What is known before and came after an origin; null where nothing is known.
  private List<@Nullable Double> known(Backtest.Origin origin) {
    double[] observed = backtest.set().series().get(origin.series()).observed();
    List<@Nullable Double> known = new ArrayList<>();
    for (int place = Math.max(0, origin.known() - BEFORE_MAX);
        place < origin.known() + steps();
        place++) {
      known.add(Double.isNaN(observed[place]) ? null : observed[place]);
    }
    return known;
  }
}
