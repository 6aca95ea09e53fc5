package dev.lazuli.ml.forecast;

/// What one unit of a series is: how far the seasonal naive forecast is off within its history.
final class Scale {
  private Scale() {}

  /// The mean absolute difference of values one period apart; of neighbours when the series is
  /// shorter, and never 0.
  static double of(double[] values, int period) {
    int lag = values.length > period ? period : 1;
    double sum = 0;
    for (int i = lag; i < values.length; i++) {
      sum += Math.abs(values[i] - values[i - lag]);
    }
    if (sum > 0) {
      return sum / (values.length - lag);
    }
    double size = 0;
    for (double value : values) {
      size = Math.max(size, Math.abs(value));
    }
    return size > 0 ? size : 1;
  }
}
