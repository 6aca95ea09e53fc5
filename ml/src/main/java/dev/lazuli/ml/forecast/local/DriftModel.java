package dev.lazuli.ml.forecast.local;

/// The line through the first and the last value.
public final class DriftModel implements SeriesModel {
  private final double first;
  private final double last;
  private final long count;

  /// A line from `first` to `last`, which is value number `count`.
  public DriftModel(double first, double last, long count) {
    this.first = first;
    this.last = last;
    this.count = count;
  }

  static DriftModel of(double[] values) {
    return new DriftModel(values[0], values[values.length - 1], values.length);
  }

  /// The first value.
  public double first() {
    return first;
  }

  /// The last value.
  public double last() {
    return last;
  }

  /// How many values there were.
  public long count() {
    return count;
  }

  @Override
  public double[] forecast(int horizon) {
    double slope = count < 2 ? 0 : (last - first) / (count - 1);
    double[] forecast = new double[horizon];
    for (int h = 0; h < horizon; h++) {
      forecast[h] = last + slope * (h + 1);
    }
    return forecast;
  }

  @Override
  public DriftModel after(double[] values) {
    return values.length == 0
        ? this
        : new DriftModel(first, values[values.length - 1], count + values.length);
  }
}
