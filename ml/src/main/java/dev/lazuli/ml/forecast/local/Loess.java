package dev.lazuli.ml.forecast.local;

import org.jspecify.annotations.Nullable;

/// Local regression of values at the places 1, 2, ... n ([Cleveland
/// 1979](https://doi.org/10.1080/01621459.1979.10481038)), with the tricube weights and the ends of
/// STL.
///
/// @param length how many neighbours count; odd
/// @param linear whether a line is fitted to them, else a constant
/// @param jump so many places apart it is fitted; between them it is a line
record Loess(int length, boolean linear, int jump) {
  /// Nearer than this part of the farthest neighbour's distance a weight is 1.
  private static final double NEAR = 0.001;

  /// Farther than this part it is 0.
  private static final double FAR = 0.999;

  /// The smoothed values.
  ///
  /// @param robustness a further weight of each value; null for none
  double[] smooth(double[] values, double @Nullable [] robustness) {
    int n = values.length;
    double[] smooth = new double[n];
    int step = Math.min(jump, Math.max(1, n - 1));
    int last = 0;
    for (int place = 0; place < n; place += step) {
      smooth[place] = at(place + 1, window(place, n), values, robustness, values[place]);
      line(smooth, last, place);
      last = place;
    }
    if (last != n - 1) {
      smooth[n - 1] = at(n, window(n - 1, n), values, robustness, values[n - 1]);
      line(smooth, last, n - 1);
    }
    return smooth;
  }

  /// The first of the neighbours of a place.
  private int window(int place, int n) {
    int half = (length + 1) / 2;
    return length >= n ? 0 : Math.clamp(place - half + 1L, 0, n - length);
  }

  private static void line(double[] smooth, int from, int to) {
    double slope = (smooth[to] - smooth[from]) / Math.max(1, to - from);
    for (int between = from + 1; between < to; between++) {
      smooth[between] = smooth[from] + slope * (between - from);
    }
  }

  /// The fitted value at `x`, which may lie one place beyond either end.
  ///
  /// @param from the first neighbour, from 0
  /// @param otherwise when no neighbour has weight
  double at(double x, int from, double[] values, double @Nullable [] robustness, double otherwise) {
    int n = values.length;
    int to = Math.min(n, from + length);
    double reach = Math.max(x - (from + 1), to - x);
    if (length > n) {
      int beyond = (length - n) / 2; // whole steps, as in the original
      reach += beyond;
    }
    double[] weights = new double[to - from];
    double sum = 0;
    for (int i = from; i < to; i++) {
      double weight = tricube(Math.abs(i + 1 - x), reach);
      weights[i - from] = robustness == null ? weight : weight * robustness[i];
      sum += weights[i - from];
    }
    if (sum <= 0) {
      return otherwise;
    }
    double mean = 0;
    for (int i = from; i < to; i++) {
      weights[i - from] /= sum;
      mean += weights[i - from] * (i + 1);
    }
    double tilt = linear && reach > 0 ? tilt(x, from, weights, mean, n) : 0;
    double fitted = 0;
    for (int i = from; i < to; i++) {
      fitted += weights[i - from] * (tilt * (i + 1 - mean) + 1) * values[i];
    }
    return fitted;
  }

  private static double tilt(double x, int from, double[] weights, double mean, int n) {
    double squares = 0;
    for (int i = 0; i < weights.length; i++) {
      double away = from + i + 1 - mean;
      squares += weights[i] * away * away;
    }
    return Math.sqrt(squares) > NEAR * (n - 1) ? (x - mean) / squares : 0;
  }

  private static double tricube(double distance, double reach) {
    if (distance > FAR * reach) {
      return 0;
    }
    if (distance <= NEAR * reach) {
      return 1;
    }
    double part = distance / reach;
    double rest = 1 - part * part * part;
    return rest * rest * rest;
  }
}
