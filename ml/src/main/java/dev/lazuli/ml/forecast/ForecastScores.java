package dev.lazuli.ml.forecast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// How good the forecasts of a backtest are.
final class ForecastScores {
  private final Backtest backtest;
  private final ForecastMetric metric;

  ForecastScores(Backtest backtest, ForecastMetric metric) {
    this.backtest = backtest;
    this.metric = metric;
  }

  /// The primary metric.
  ForecastMetric metric() {
    return metric;
  }

  /// The primary metric over all cells.
  double value(double[] predicted) {
    return metric.value(backtest, predicted, backtest.cells());
  }

  /// The same, so that higher is better.
  double score(double[] predicted) {
    return metric.score(value(predicted));
  }

  /// The primary metric of each window, the earliest first.
  List<Double> folds(double[] predicted) {
    List<Double> folds = new ArrayList<>();
    for (int window = backtest.windows() - 1; window >= 0; window--) {
      int[] cells = backtest.cells(window);
      if (cells.length > 0) {
        folds.add(metric.value(backtest, predicted, cells));
      }
    }
    return folds;
  }

  /// All metrics over all cells.
  Map<String, Double> metrics(double[] predicted) {
    Map<String, Double> values = new LinkedHashMap<>();
    backtest
        .regression(predicted, backtest.cells())
        .values()
        .forEach((key, value) -> values.put(key.azureName(), value));
    for (ForecastMetric other : ForecastMetric.values()) {
      values.put(other.key(), other.value(backtest, predicted, backtest.cells()));
    }
    return values;
  }

  /// Whether all known cells have a forecast.
  boolean isWhole(double[] predicted) {
    return IntStream.of(backtest.cells()).allMatch(cell -> Double.isFinite(predicted[cell]));
  }

  /// How many series have an origin.
  long firstOrigins() {
    return IntStream.range(0, backtest.set().series().size())
        .filter(series -> !backtest.origins(series).isEmpty())
        .count();
  }

  /// The scaled error at the earliest origin of each series.
  double firstError(double[] predicted) {
    return backtest.scaledError(predicted, backtest.firstCells());
  }
}
