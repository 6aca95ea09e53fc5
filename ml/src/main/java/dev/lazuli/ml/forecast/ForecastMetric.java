package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.metric.Metric;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A number that tells how good forecasts are: Azure's four primary metrics, and the usual ones.
public enum ForecastMetric {
  NORMALIZED_ROOT_MEAN_SQUARED_ERROR(Metric.NORMALIZED_ROOT_MEAN_SQUARED_ERROR),
  NORMALIZED_MEAN_ABSOLUTE_ERROR(Metric.NORMALIZED_MEAN_ABSOLUTE_ERROR),
  R2_SCORE(Metric.R2_SCORE),
  SPEARMAN_CORRELATION(Metric.SPEARMAN_CORRELATION),
  ROOT_MEAN_SQUARED_ERROR(Metric.ROOT_MEAN_SQUARED_ERROR),
  MEAN_ABSOLUTE_ERROR(Metric.MEAN_ABSOLUTE_ERROR),
  /// MASE: the mean absolute error of each series, by that of the seasonal naive forecast one step
  /// ahead within its history ([Hyndman and Koehler
  /// 2006](https://doi.org/10.1016/j.ijforecast.2006.03.001)); the mean over series.
  MEAN_ABSOLUTE_SCALED_ERROR(null),
  /// sMAPE in percent, in `[0, 200]`.
  SYMMETRIC_MEAN_ABSOLUTE_PERCENTAGE_ERROR(null),
  /// WAPE: the sum of absolute errors by the sum of absolute values.
  WEIGHTED_ABSOLUTE_PERCENTAGE_ERROR(null);

  private final @org.jspecify.annotations.Nullable Metric regression;

  ForecastMetric(@org.jspecify.annotations.Nullable Metric regression) {
    this.regression = regression;
  }

  /// The name, such as `normalized_root_mean_squared_error`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether higher is better.
  public boolean higherIsBetter() {
    return this == R2_SCORE || this == SPEARMAN_CORRELATION;
  }

  /// The metric of that name, in any spelling; `MASE`, `sMAPE`, `WAPE` are names too. Empty is
  /// Azure's default.
  ///
  /// @throws InvalidInput when there is none
  public static ForecastMetric parse(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return switch (plain) {
      case "" -> NORMALIZED_ROOT_MEAN_SQUARED_ERROR;
      case "mase" -> MEAN_ABSOLUTE_SCALED_ERROR;
      case "smape" -> SYMMETRIC_MEAN_ABSOLUTE_PERCENTAGE_ERROR;
      case "wape" -> WEIGHTED_ABSOLUTE_PERCENTAGE_ERROR;
      default ->
          Arrays.stream(values())
              .filter(metric -> metric.key().replace("_", "").equals(plain))
              .findFirst()
              .orElseThrow(() -> unknown(name));
    };
  }

  private static InvalidInput unknown(String name) {
    String known =
        Arrays.stream(values()).map(ForecastMetric::key).collect(Collectors.joining(", "));
    return new InvalidInput(
        "primary_metric",
        "primary_metric '%s' is no metric of forecasting; use one of %s".formatted(name, known));
  }

  /// Its value for forecasts of a backtest.
  ///
  /// @param cells places in the backtest to look at, all with a known value
  double value(Backtest backtest, double[] predicted, int[] cells) {
    if (regression != null) {
      return backtest.regression(predicted, cells).value(regression);
    }
    double[] actual = backtest.actual();
    return switch (this) {
      case MEAN_ABSOLUTE_SCALED_ERROR -> backtest.scaledError(predicted, cells);
      case SYMMETRIC_MEAN_ABSOLUTE_PERCENTAGE_ERROR -> {
        double sum = 0;
        for (int cell : cells) {
          double size = Math.abs(actual[cell]) + Math.abs(predicted[cell]);
          sum += size == 0 ? 0 : 200 * Math.abs(actual[cell] - predicted[cell]) / size;
        }
        yield sum / cells.length;
      }
      case WEIGHTED_ABSOLUTE_PERCENTAGE_ERROR -> {
        double errors = 0;
        double size = 0;
        for (int cell : cells) {
          errors += Math.abs(actual[cell] - predicted[cell]);
          size += Math.abs(actual[cell]);
        }
        yield size == 0 ? Double.NaN : errors / size;
      }
      case NORMALIZED_ROOT_MEAN_SQUARED_ERROR,
          NORMALIZED_MEAN_ABSOLUTE_ERROR,
          R2_SCORE,
          SPEARMAN_CORRELATION,
          ROOT_MEAN_SQUARED_ERROR,
          MEAN_ABSOLUTE_ERROR ->
          throw new IllegalStateException(this + " is a metric of regression");
    };
  }

  /// `value` so that higher is better.
  double score(double value) {
    return higherIsBetter() ? value : -value;
  }
}
