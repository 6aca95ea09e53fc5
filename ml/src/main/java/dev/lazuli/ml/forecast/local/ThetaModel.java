package dev.lazuli.ml.forecast.local;

/// The Theta method: half-way between a line through the series and its exponential smoothing.
///
/// States and names as in Fiorucci et al., [Models for optimising the theta
/// method](https://doi.org/10.1016/j.ijforecast.2016.02.005).
public final class ThetaModel implements SeriesModel {
  private final double alpha;
  private final double theta;
  private final boolean dynamic;
  private final double level;
  private final double mean;
  private final double line;
  private final double slope;
  private final long count;
  private final double[] seasons;

  /// A model after `count` values.
  ///
  /// @param dynamic whether the line follows the series
  /// @param state level, mean of the values, where the line begins, and its slope
  /// @param seasons factors of one period, the next value's first; empty for none
  ThetaModel(
      double alpha, double theta, boolean dynamic, double[] state, long count, double[] seasons) {
    this.alpha = alpha;
    this.theta = theta;
    this.dynamic = dynamic;
    this.level = state[0];
    this.mean = state[1];
    this.line = state[2];
    this.slope = state[3];
    this.count = count;
    this.seasons = seasons;
  }

  /// The model that [#state] described.
  public static ThetaModel of(double[] state, double[] seasons) {
    return new ThetaModel(
        state[0],
        state[1],
        state[2] != 0,
        new double[] {state[3], state[4], state[5], state[6]},
        (long) state[7],
        seasons);
  }

  /// Alpha, theta, 1 when dynamic, level, mean, the line's start and slope, and the count.
  public double[] state() {
    return new double[] {alpha, theta, dynamic ? 1 : 0, level, mean, line, slope, (double) count};
  }

  /// Factors of one period, the next value's first; empty for none; not a copy.
  public double[] seasons() {
    return seasons;
  }

  /// What comes next, seasons left out.
  double next() {
    double rest = Math.pow(1 - alpha, (double) count);
    return level + (1 - 1 / theta) * (rest * line + (1 - (1 - alpha) * rest) / alpha * slope);
  }

  /// The model after one value without its season.
  ThetaModel learn(double value) {
    long n = count + 1;
    double nextLevel = alpha * value + (1 - alpha) * level;
    double nextMean = (count * mean + value) / n;
    double nextSlope = slope;
    double nextLine = line;
    if (dynamic) {
      nextSlope = ((n - 2) * slope + 6 * (value - mean) / n) / (n + 1);
      nextLine = nextMean - nextSlope * (n + 1) / 2;
    }
    return new ThetaModel(
        alpha, theta, dynamic, new double[] {nextLevel, nextMean, nextLine, nextSlope}, n, seasons);
  }

  private ThetaModel turned(long steps) {
    if (seasons.length == 0) {
      return this;
    }
    double[] turned = new double[seasons.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = seasons[(int) ((i + steps) % turned.length)];
    }
    return new ThetaModel(
        alpha, theta, dynamic, new double[] {level, mean, line, slope}, count, turned);
  }

  private double factor(int step) {
    return seasons.length == 0 ? 1 : seasons[step % seasons.length];
  }

  @Override
  public double[] forecast(int horizon) {
    double[] forecast = new double[horizon];
    ThetaModel model = this;
    for (int h = 0; h < horizon; h++) {
      double next = model.next();
      forecast[h] = next * factor(h);
      model = model.learn(next);
    }
    return forecast;
  }

  @Override
  public ThetaModel after(double[] values) {
    ThetaModel model = this;
    for (int i = 0; i < values.length; i++) {
      model = model.learn(values[i] / factor(i));
    }
    return model.turned(values.length);
  }
}
