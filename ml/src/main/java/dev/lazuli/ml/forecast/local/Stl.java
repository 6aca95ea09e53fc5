package dev.lazuli.ml.forecast.local;

import dev.lazuli.ml.InvalidInput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes a series apart into season, trend and remainder by loess: STL of Cleveland, Cleveland,
/// McRae and Terpenning, [A seasonal-trend decomposition procedure based on
/// loess](https://www.scb.se/contentassets/ca21efb41fee47d293bbee5bf7be7fb3/stl-a-seasonal-trend-decomposition-procedure-based-on-loess.pdf),
/// 1990. Its usual settings are those of statsmodels.
///
/// @param period after how many values the series repeats, at least 2
/// @param seasonal how many cycles count for the season of a place; odd, at least 3
/// @param trend how many values count for the trend; odd, above the period
/// @param lowPass how many values count for what is taken out of the season; odd, above the period
/// @param linear whether lines are fitted, else constants
/// @param robust whether values far from the rest count less
/// @param jump loess is fitted at every so many-th part of its length; 0 for at each value
public record Stl(
    int period, int seasonal, int trend, int lowPass, boolean linear, boolean robust, int jump) {
  private static final int INNER = 5;
  private static final int INNER_ROBUST = 2;
  private static final int OUTER_ROBUST = 15;
  private static final int SEASONAL = 7;

  /// A remainder so many medians large has no weight.
  private static final double OUTLIER = 6;

  /// Checks the ranges.
  public Stl {
    if (period < 2) {
      throw new InvalidInput("period", "period is %d, must be at least 2".formatted(period));
    }
    odd("seasonal", seasonal, 3);
    odd("trend", trend, period + 1);
    odd("low_pass", lowPass, period + 1);
  }

  private static void odd(String name, int value, int min) {
    if (value < min || value % 2 == 0) {
      throw new InvalidInput(name, "%s is %d, must be odd and >= %d".formatted(name, value, min));
    }
  }

  /// The usual settings: 7 cycles, lines, not robust.
  public static Stl of(int period) {
    int trend = usualTrend(period, SEASONAL);
    return new Stl(period, SEASONAL, trend, nextOdd(period + 1), true, false, 0);
  }

  private static int usualTrend(int period, int seasonal) {
    return nextOdd((int) Math.ceil(1.5 * period / (1 - 1.5 / seasonal)));
  }

  private static int nextOdd(int value) {
    return value % 2 == 0 ? value + 1 : value;
  }

  /// These settings with another `seasonal`, and the `trend` that is usual with it.
  public Stl withSeasonal(int cycles) {
    return new Stl(period, cycles, usualTrend(period, cycles), lowPass, linear, robust, jump);
  }

  /// These settings with another `trend`.
  public Stl withTrend(int values) {
    return new Stl(period, seasonal, values, lowPass, linear, robust, jump);
  }

  /// These settings with another `linear`.
  public Stl withLinear(boolean yes) {
    return new Stl(period, seasonal, trend, lowPass, yes, robust, jump);
  }

  /// These settings with another `robust`.
  public Stl withRobust(boolean yes) {
    return new Stl(period, seasonal, trend, lowPass, linear, yes, jump);
  }

  /// These settings with another `jump`.
  public Stl withJump(int part) {
    return new Stl(period, seasonal, trend, lowPass, linear, robust, part);
  }

  /// The parts of a series, which add up to it.
  public static final class Parts {
    private final double[] season;
    private final double[] trend;
    private final double[] remainder;

    Parts(double[] values, double[] season, double[] trend) {
      this.season = season;
      this.trend = trend;
      this.remainder = new double[values.length];
      Arrays.setAll(remainder, i -> values[i] - season[i] - trend[i]);
    }

    /// What repeats; not a copy.
    public double[] season() {
      return season;
    }

    /// What changes slowly; not a copy.
    public double[] trend() {
      return trend;
    }

    /// The rest; not a copy.
    public double[] remainder() {
      return remainder;
    }

    /// The part of the variance about the trend that repeats, at most 1; after Wang, Smith and
    /// Hyndman, [Characteristic-based clustering for time series
    /// data](https://doi.org/10.1007/s10618-005-0039-x).
    public double strength() {
      double[] detrended = remainder.clone();
      Arrays.setAll(detrended, i -> remainder[i] + season[i]);
      double all = variance(detrended);
      return all <= 0 ? 0 : 1 - variance(remainder) / all;
    }

    private static double variance(double[] values) {
      double mean = Arrays.stream(values).average().orElse(0);
      return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / values.length;
    }
  }

  /// Takes a series apart.
  ///
  /// @param values without gaps, at least two periods
  /// @throws InvalidInput when there are fewer
  public Parts split(double[] values) {
    if (values.length < 2 * period) {
      throw new InvalidInput(
          "values", "%d values are not two periods of %d".formatted(values.length, period));
    }
    double[] season = new double[values.length];
    double[] slow = new double[values.length];
    double[] weights = null;
    for (int outer = 0; outer <= (robust ? OUTER_ROBUST : 0); outer++) {
      for (int inner = 0; inner < (robust ? INNER_ROBUST : INNER); inner++) {
        turn(values, weights, season, slow);
      }
      weights = robust ? weights(values, season, slow) : null;
    }
    return new Parts(values, season, slow);
  }

  /// One turn of the inner loop.
  private void turn(double[] values, double @Nullable [] weights, double[] season, double[] slow) {
    int n = values.length;
    double[] rest = new double[n];
    Arrays.setAll(rest, i -> values[i] - slow[i]);
    double[] cycles = cycles(rest, weights);
    double[] low = movingAverage(movingAverage(movingAverage(cycles, period), period), 3);
    double[] out = loess(lowPass).smooth(low, null);
    for (int i = 0; i < n; i++) {
      season[i] = cycles[period + i] - out[i];
      rest[i] = values[i] - season[i];
    }
    System.arraycopy(loess(trend).smooth(rest, weights), 0, slow, 0, n);
  }

  private Loess loess(int length) {
    return new Loess(length, linear, jump == 0 ? 1 : Math.max(1, Math.ceilDiv(length, jump)));
  }

  /// Each place of the period smoothed over the cycles, and one cycle more at both ends.
  private double[] cycles(double[] rest, double @Nullable [] weights) {
    int n = rest.length;
    double[] all = new double[n + 2 * period];
    Loess smoother = loess(seasonal);
    for (int place = 0; place < period; place++) {
      int count = (n - place - 1) / period + 1;
      double[] own = new double[count];
      double[] ownWeights = weights == null ? null : new double[count];
      for (int i = 0; i < count; i++) {
        own[i] = rest[i * period + place];
        if (weights != null && ownWeights != null) {
          ownWeights[i] = weights[i * period + place];
        }
      }
      double[] smooth = smoother.smooth(own, ownWeights);
      all[place] = smoother.at(0, 0, own, ownWeights, smooth[0]);
      for (int i = 0; i < count; i++) {
        all[(i + 1) * period + place] = smooth[i];
      }
      int from = Math.max(0, count - seasonal);
      all[(count + 1) * period + place] =
          smoother.at(count + 1, from, own, ownWeights, smooth[count - 1]);
    }
    return all;
  }

  private static double[] movingAverage(double[] values, int length) {
    double[] means = new double[values.length - length + 1];
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += values[i];
    }
    means[0] = sum / length;
    for (int i = 1; i < means.length; i++) {
      sum += values[i + length - 1] - values[i - 1];
      means[i] = sum / length;
    }
    return means;
  }

  /// Bisquare weights by the remainder.
  private static double[] weights(double[] values, double[] season, double[] slow) {
    int n = values.length;
    double[] sizes = new double[n];
    Arrays.setAll(sizes, i -> Math.abs(values[i] - season[i] - slow[i]));
    double[] sorted = sizes.clone();
    Arrays.sort(sorted);
    double most = OUTLIER * (sorted[n / 2] + sorted[n - n / 2 - 1]) / 2;
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      double part = sizes[i] / most;
      weights[i] =
          sizes[i] <= 0.001 * most
              ? 1
              : sizes[i] <= 0.999 * most ? (1 - part * part) * (1 - part * part) : 0;
    }
    return weights;
  }
}
