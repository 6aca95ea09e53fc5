package dev.lazuli.ml.forecast.local;

/// Forecasts that repeat one period: the last one, or the mean of all so far.
public final class RepeatModel implements SeriesModel {
  private final double[] values;
  private final long[] counts;
  private final int place;
  private final boolean isMean;

  /// A model whose next value is `values[place]`.
  ///
  /// @param counts how many values each mean is of; not used by repetitions
  /// @param isMean whether further values move means rather than replace values
  public RepeatModel(double[] values, long[] counts, int place, boolean isMean) {
    this.values = values;
    this.counts = counts;
    this.place = place;
    this.isMean = isMean;
  }

  /// The last period of the series, again and again; a period of 1 is the naive forecast.
  static RepeatModel naive(double[] series, int period) {
    return empty(period, false).after(series);
  }

  /// The mean of each place in the period; a period of 1 is the mean of all.
  static RepeatModel average(double[] series, int period) {
    return empty(period, true).after(series);
  }

  private static RepeatModel empty(int period, boolean isMean) {
    return new RepeatModel(new double[period], new long[period], 0, isMean);
  }

  /// One period of values; not a copy.
  public double[] values() {
    return values;
  }

  /// How many values each mean is of; not a copy.
  public long[] counts() {
    return counts;
  }

  /// Where in the period the next value stands.
  public int place() {
    return place;
  }

  /// Whether values are means.
  public boolean isMean() {
    return isMean;
  }

  @Override
  public double[] forecast(int horizon) {
    double[] forecast = new double[horizon];
    for (int h = 0; h < horizon; h++) {
      forecast[h] = values[(place + h) % values.length];
    }
    return forecast;
  }

  @Override
  public RepeatModel after(double[] more) {
    double[] next = values.clone();
    long[] nextCounts = counts.clone();
    int at = place;
    for (double value : more) {
      nextCounts[at]++;
      next[at] = isMean ? next[at] + (value - next[at]) / nextCounts[at] : value;
      at = (at + 1) % next.length;
    }
    return new RepeatModel(next, nextCounts, at, isMean);
  }
}
