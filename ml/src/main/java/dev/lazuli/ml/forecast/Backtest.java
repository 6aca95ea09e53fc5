package dev.lazuli.ml.forecast;

import dev.lazuli.ml.forecast.series.Series;
import dev.lazuli.ml.forecast.series.SeriesSet;
import dev.lazuli.ml.metric.RegressionScores;
import dev.lazuli.ml.metric.TargetSpread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Rolling origins: times in the past from which forecasts are made, and what came then.
///
/// Each origin of a series has a cell for each step of the horizon; origins follow each other
/// series by series, the earliest first.
final class Backtest {
  /// One origin.
  ///
  /// @param series its place in the set
  /// @param window 0 for the latest
  /// @param known how many values of the series are known
  /// @param cell the first of its cells
  record Origin(int series, int window, int known, int cell) {}

  private final SeriesSet set;
  private final int horizon;
  private final int windows;
  private final int step;
  private final List<Origin> origins = new ArrayList<>();
  private final List<List<Origin>> bySeries = new ArrayList<>();
  private final double[] actual;
  private final double[] scales;
  private final TargetSpread spread;
  private final int[] cells;

  /// @param windows origins of a series at most
  /// @param step values between two origins
  /// @param knownMin fewest values before an origin
  /// @param period of the naive forecast that errors are scaled by
  Backtest(SeriesSet set, int horizon, int windows, int step, int knownMin, int period) {
    this.set = set;
    this.horizon = horizon;
    this.windows = windows;
    this.step = step;
    this.scales = new double[set.series().size()];
    List<double[]> values = new ArrayList<>();
    for (int s = 0; s < set.series().size(); s++) {
      Series series = set.series().get(s);
      scales[s] = Scale.of(series.values(), period);
      List<Origin> own = new ArrayList<>();
      for (int window = windows - 1; window >= 0; window--) {
        int known = series.size() - horizon - window * step;
        if (known >= knownMin) {
          Origin origin = new Origin(s, window, known, origins.size() * horizon);
          origins.add(origin);
          own.add(origin);
          values.add(Arrays.copyOfRange(series.observed(), known, known + horizon));
        }
      }
      bySeries.add(own);
    }
    this.actual = values.stream().flatMapToDouble(Arrays::stream).toArray();
    this.cells = IntStream.range(0, actual.length).filter(c -> !Double.isNaN(actual[c])).toArray();
    double[] all =
        set.series().stream()
            .flatMapToDouble(series -> Arrays.stream(series.observed()))
            .filter(value -> !Double.isNaN(value))
            .toArray();
    this.spread = TargetSpread.of(all);
  }

  SeriesSet set() {
    return set;
  }

  int horizon() {
    return horizon;
  }

  int windows() {
    return windows;
  }

  int step() {
    return step;
  }

  List<Origin> origins() {
    return origins;
  }

  /// The origins of one series, the earliest first.
  List<Origin> origins(int series) {
    return bySeries.get(series);
  }

  /// How many values of each series come before its first origin; all, when it has none.
  int[] firstKnown() {
    int[] known = set.series().stream().mapToInt(Series::size).toArray();
    for (int s = 0; s < known.length; s++) {
      known[s] = bySeries.get(s).isEmpty() ? known[s] : bySeries.get(s).getFirst().known();
    }
    return known;
  }

  /// What came, NaN where it is not known.
  double[] actual() {
    return actual;
  }

  /// Cells whose value is known.
  int[] cells() {
    return cells;
  }

  /// Those of one window.
  int[] cells(int window) {
    return Arrays.stream(cells)
        .filter(cell -> origins.get(cell / horizon).window() == window)
        .toArray();
  }

  /// Those of the earliest origin of each series.
  int[] firstCells() {
    return Arrays.stream(cells)
        .filter(cell -> {
          Origin origin = origin(cell);
          return bySeries.get(origin.series()).getFirst().equals(origin);
        })
        .toArray();
  }

  Origin origin(int cell) {
    return origins.get(cell / horizon);
  }

  /// What one unit of a series is.
  double scale(int series) {
    return scales[series];
  }

  double[] scales() {
    return scales;
  }

  RegressionScores regression(double[] predicted, int[] chosen) {
    return new RegressionScores(pick(actual, chosen), pick(predicted, chosen), spread);
  }

  private static double[] pick(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(place -> values[place]).toArray();
  }

  double scaledError(double[] predicted, int[] chosen) {
    double[] sums = new double[scales.length];
    int[] counts = new int[scales.length];
    for (int cell : chosen) {
      int s = origins.get(cell / horizon).series();
      sums[s] += Math.abs(actual[cell] - predicted[cell]) / scales[s];
      counts[s]++;
    }
    return IntStream.range(0, sums.length)
        .filter(s -> counts[s] > 0)
        .mapToDouble(s -> sums[s] / counts[s])
        .average()
        .orElse(Double.NaN);
  }

  /// What the forecasts missed, by the scale of their series, by step: `horizon` lists.
  double[][] residuals(double[] predicted, int leftOutWindow) {
    DoubleStream.Builder[] builders = new DoubleStream.Builder[horizon];
    Arrays.setAll(builders, any -> DoubleStream.builder());
    for (int cell : cells) {
      Origin origin = origins.get(cell / horizon);
      if (origin.window() != leftOutWindow) {
        double missed = (actual[cell] - predicted[cell]) / scales[origin.series()];
        builders[cell % horizon].add(missed);
      }
    }
    return Arrays.stream(builders)
        .map(builder -> builder.build().toArray())
        .toArray(double[][]::new);
  }
}
