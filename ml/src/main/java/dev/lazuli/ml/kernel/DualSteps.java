package dev.lazuli.ml.kernel;

import dev.lazuli.ml.StopSignal;

/// Solves the dual of a support vector machine by steps that move two coefficients, so that their
/// sum stays 0.
///
/// Maximises `sum_t c_t z_t - 1/2 sum_ts c_t c_s K_ts` with `low_t <= c_t <= high_t`: sequential
/// minimal optimisation, as in Bottou and Lin, [Support Vector Machine
/// Solvers](https://leon.bottou.org/papers/bottou-lin-2006), choosing the second coefficient by the
/// gain of the step, as in Fan, Chen and Lin, [Working Set Selection Using Second Order
/// Information](https://www.jmlr.org/papers/v6/fan05a.html).
final class DualSteps {
  private static final double CURVATURE_MIN = 1e-12;
  private static final int STEPS_LEAST = 1_000_000;
  private static final int LOOK_EVERY = 256;

  private final KernelRows kernel;
  private final double[] low;
  private final double[] high;
  private final double[] coefficients;
  private final double[] slopes;
  private final StopSignal stop;

  /// @param targets `z`, one or two for each vector of the kernel: the `t`-th is of vector `t mod
  ///   count`
  /// @param low at most 0
  /// @param high at least 0
  DualSteps(KernelRows kernel, double[] targets, double[] low, double[] high, StopSignal stop) {
    this.kernel = kernel;
    this.low = low;
    this.high = high;
    this.stop = stop;
    coefficients = new double[targets.length];
    slopes = targets.clone();
  }

  /// Steps until the slopes of all coefficients that could grow are within the tolerance of those
  /// that could fall, or after a hundred steps for each coefficient and a million.
  ///
  /// @return the intercept
  double solve(double tolerance) {
    long steps = Math.max(STEPS_LEAST, 100L * slopes.length);
    for (long step = 0; step < steps; step++) {
      if (step % LOOK_EVERY == 0) {
        stop.check();
      }
      int up = steepest();
      if (up < 0 || !step(up, tolerance)) {
        break;
      }
    }
    return intercept();
  }

  /// The coefficient that could grow of the greatest slope; -1 when none could.
  private int steepest() {
    int best = -1;
    for (int t = 0; t < slopes.length; t++) {
      if (coefficients[t] < high[t] && (best < 0 || slopes[t] > slopes[best])) {
        best = t;
      }
    }
    return best;
  }

  /// Moves one coefficient up and the one down that gains most; false when none gains enough.
  private boolean step(int up, double tolerance) {
    int count = kernel.count();
    float[] upRow = kernel.row(up % count);
    int down = -1;
    double most = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int t = 0; t < slopes.length; t++) {
      if (coefficients[t] > low[t]) {
        double difference = slopes[up] - slopes[t];
        least = Math.min(least, slopes[t]);
        double gain = difference * difference / curvature(upRow[t < count ? t : t - count]);
        if (difference > 0 && gain > most) {
          most = gain;
          down = t;
        }
      }
    }
    if (down < 0 || slopes[up] - least < tolerance) {
      return false;
    }
    double wanted = (slopes[up] - slopes[down]) / curvature(upRow[down % count]);
    double room = Math.min(high[up] - coefficients[up], coefficients[down] - low[down]);
    move(up, down, Math.min(wanted, room));
    return true;
  }

  private static double curvature(double kernelValue) {
    return Math.max(CURVATURE_MIN, 2 - 2 * kernelValue);
  }

  private void move(int up, int down, double by) {
    int count = kernel.count();
    float[] upRow = kernel.row(up % count);
    float[] downRow = kernel.row(down % count);
    coefficients[up] = Math.min(high[up], coefficients[up] + by);
    coefficients[down] = Math.max(low[down], coefficients[down] - by);
    for (int from = 0; from < slopes.length; from += count) {
      for (int t = 0; t < count; t++) {
        slopes[from + t] -= by * (upRow[t] - downRow[t]);
      }
    }
  }

  /// The mean slope of coefficients within their bounds, or the middle of those at the bounds.
  private double intercept() {
    double sum = 0;
    int free = 0;
    double above = Double.POSITIVE_INFINITY;
    double below = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < slopes.length; t++) {
      boolean mayGrow = coefficients[t] < high[t];
      boolean mayFall = coefficients[t] > low[t];
      if (mayGrow && mayFall) {
        sum += slopes[t];
        free++;
      } else if (mayGrow) {
        below = Math.max(below, slopes[t]);
      } else if (mayFall) {
        above = Math.min(above, slopes[t]);
      }
    }
    if (free > 0) {
      return sum / free;
    }
    if (Double.isInfinite(above) || Double.isInfinite(below)) {
      return Double.isInfinite(above) ? (Double.isInfinite(below) ? 0 : below) : above;
    }
    return (above + below) / 2;
  }

  /// The weight of each vector of the kernel in the scores.
  double[] ofVectors() {
    double[] sums = new double[kernel.count()];
    for (int t = 0; t < coefficients.length; t++) {
      sums[t % sums.length] += coefficients[t];
    }
    return sums;
  }
}
