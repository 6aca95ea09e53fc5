package dev.lazuli.ml.forecast.local;

import dev.lazuli.ml.forecast.series.Seasonality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Takes a series apart into seasons of several periods and the rest.
///
/// Each season is the mean of the series at each place in the period, less a moving average, where
/// cycles long ago count less; the periods take turns, as in MSTL ([Bandara, Hyndman and Bergmeir
/// 2021](https://arxiv.org/abs/2107.13462)), but by means in place of loess.
final class Seasons {
  private static final int TURNS = 2;
  private static final double HALF_LIFE = 6;

  private final double[] values;
  private final List<double[]> profiles = new ArrayList<>();

  private Seasons(double[] values) {
    this.values = values;
  }

  /// The seasons of `values`, which spans at least two of each period.
  static Seasons of(double[] values, List<Integer> periods) {
    Seasons seasons = new Seasons(values);
    for (int period : periods) {
      seasons.profiles.add(new double[period]);
    }
    for (int turn = 0; turn < TURNS; turn++) {
      for (int j = 0; j < periods.size(); j++) {
        Arrays.fill(seasons.profiles.get(j), 0);
        seasons.profiles.set(j, profile(seasons.rest(), periods.get(j)));
      }
    }
    return seasons;
  }

  /// The series less its seasons.
  double[] rest() {
    double[] rest = values.clone();
    for (double[] profile : profiles) {
      for (int i = 0; i < rest.length; i++) {
        rest[i] -= profile[i % profile.length];
      }
    }
    return rest;
  }

  /// The seasons, standing at the end of the series.
  List<RepeatModel> models() {
    List<RepeatModel> models = new ArrayList<>();
    for (double[] profile : profiles) {
      int place = values.length % profile.length;
      models.add(new RepeatModel(profile, new long[profile.length], place, false));
    }
    return models;
  }

  private static double[] profile(double[] rest, int period) {
    double[] trend = Seasonality.movingAverage(rest, period);
    int n = rest.length;
    int half = period / 2;
    for (int i = 0; i < half; i++) {
      trend[i] = trend[half];
      trend[n - 1 - i] = trend[n - 1 - half];
    }
    double[] sums = new double[period];
    double[] weights = new double[period];
    for (int i = 0; i < n; i++) {
      int periodsBack = (n - 1 - i) / period;
      double weight = Math.pow(0.5, periodsBack / HALF_LIFE);
      sums[i % period] += weight * (rest[i] - trend[i]);
      weights[i % period] += weight;
    }
    double mean = 0;
    for (int i = 0; i < period; i++) {
      sums[i] /= weights[i];
      mean += sums[i] / period;
    }
    for (int i = 0; i < period; i++) {
      sums[i] -= mean;
    }
    return sums;
  }
}
