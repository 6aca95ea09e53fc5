package dev.lazuli.ml.forecast.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// After how many values series repeat.
public final class Seasonality {
  private static final int SERIES_MAX = 60;
  private static final int CYCLES_MIN = 2;
  private static final int VALUES_MAX = 4000;

  private Seasonality() {}

  /// The periods of the frequency in which the series repeat, shortest first; may be empty.
  public static List<Integer> find(SeriesSet set) {
    List<Integer> found = new ArrayList<>();
    for (int period : set.grid().frequency().periods()) {
      int yes = 0;
      int asked = 0;
      int step = Math.max(1, set.series().size() / SERIES_MAX);
      for (int i = 0; i < set.series().size(); i += step) {
        Series series = set.series().get(i).last(Math.max(VALUES_MAX, 4 * period));
        if (series.size() >= CYCLES_MIN * period + 1) {
          asked++;
          yes += repeats(series.values(), period) ? 1 : 0;
        }
      }
      if (asked > 0 && 2 * yes >= asked) {
        found.add(period);
      }
    }
    return found;
  }

  /// Whether the means of the places in the period differ by more than chance: an F statistic of
  /// the values less their moving average, at about three standard deviations.
  public static boolean repeats(double[] values, int period) {
    if (period < 2 || values.length < CYCLES_MIN * period + 1) {
      return false;
    }
    double[] rest = withoutTrend(values, period);
    double[] sums = new double[period];
    int[] counts = new int[period];
    int n = 0;
    double total = 0;
    for (int i = 0; i < rest.length; i++) {
      if (!Double.isNaN(rest[i])) {
        sums[i % period] += rest[i];
        counts[i % period]++;
        total += rest[i];
        n++;
      }
    }
    double mean = total / n;
    double between = 0;
    double within = 0;
    for (int i = 0; i < rest.length; i++) {
      if (!Double.isNaN(rest[i])) {
        double place = sums[i % period] / counts[i % period];
        between += (place - mean) * (place - mean);
        within += (rest[i] - place) * (rest[i] - place);
      }
    }
    if (n <= period || between == 0) {
      return false;
    }
    double statistic = between / (period - 1) / (within / (n - period) + 1e-300);
    double spread = Math.sqrt(2.0 / (period - 1) + 2.0 / (n - period));
    return statistic > 1 + 3 * spread;
  }

  /// The values less their centred moving average over one period; NaN at both ends.
  static double[] withoutTrend(double[] values, int period) {
    double[] trend = movingAverage(values, period);
    double[] rest = new double[values.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = values[i] - trend[i];
    }
    return rest;
  }

  /// The centred moving average over one period (over a period and one, with half weights at both
  /// ends, when it is even); NaN where it does not reach.
  public static double[] movingAverage(double[] values, int period) {
    int n = values.length;
    int half = period / 2;
    double[] average = new double[n];
    Arrays.fill(average, Double.NaN);
    double[] sums = new double[n + 1];
    for (int i = 0; i < n; i++) {
      sums[i + 1] = sums[i] + values[i];
    }
    for (int i = half; i < n - half; i++) {
      double sum = sums[i + half + 1] - sums[i - half];
      if (period % 2 == 0) {
        sum -= (values[i - half] + values[i + half]) / 2;
      }
      average[i] = sum / period;
    }
    return average;
  }
}
