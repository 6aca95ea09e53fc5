package dev.lazuli.ml.forecast.local;

import dev.lazuli.ml.StopSignal;
import java.util.function.ToDoubleFunction;

/// Minimises a smooth function of a few numbers: BFGS with differences in place of derivatives.
///
/// Nocedal and Wright, Numerical Optimization, chapter 6. Values that are not finite count as
/// infinitely bad, so a function may refuse points that way.
final class Minimiser {
  private static final double DIFFERENCE = 1e-6;
  private static final double SUFFICIENT = 1e-4;
  private static final double STEP_MAX = 3;
  private static final int HALVINGS_MAX = 30;

  private final ToDoubleFunction<double[]> function;
  private final double tolerance;
  private final StopSignal stop;

  /// @param tolerance ends when a step gains less than this, relative to the value
  Minimiser(ToDoubleFunction<double[]> function, double tolerance, StopSignal stop) {
    this.function = function;
    this.tolerance = tolerance;
    this.stop = stop;
  }

  private double value(double[] at) {
    double value = function.applyAsDouble(at);
    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
  }

  /// The best point found from `start`.
  double[] from(double[] start, int stepsMax) {
    int n = start.length;
    double[] at = start.clone();
    double best = value(at);
    if (n == 0 || !Double.isFinite(best)) {
      return at;
    }
    double[] slope = slope(at, best);
    double[][] inverse = identity(n);
    int small = 0;
    for (int step = 0; step < stepsMax && small < 2; step++) {
      stop.check();
      double[] direction = times(inverse, slope);
      double fall = dot(direction, slope);
      if (!(fall < 0)) {
        inverse = identity(n);
        direction = times(inverse, slope);
        fall = dot(direction, slope);
      }
      shorten(direction);
      double[] next = at.clone();
      double after = search(at, direction, best, dot(direction, slope), next);
      if (!(after < best)) {
        if (fall == 0 || isIdentity(inverse)) {
          break;
        }
        inverse = identity(n);
        small++;
        continue;
      }
      double[] nextSlope = slope(next, after);
      update(inverse, minus(next, at), minus(nextSlope, slope));
      small = best - after < tolerance * (Math.abs(best) + tolerance) ? small + 1 : 0;
      at = next;
      best = after;
      slope = nextSlope;
    }
    return at;
  }

  /// Goes along `direction` as far as it helps; writes the point into `next`.
  private double search(double[] at, double[] direction, double best, double fall, double[] next) {
    double length = 1;
    for (int halving = 0; halving < HALVINGS_MAX; halving++) {
      for (int i = 0; i < at.length; i++) {
        next[i] = at[i] + length * direction[i];
      }
      double value = value(next);
      if (value <= best + SUFFICIENT * length * fall) {
        return value;
      }
      length /= halving < 3 ? 2 : 4;
    }
    return best;
  }

  private double[] slope(double[] at, double value) {
    double[] slope = new double[at.length];
    double[] moved = at.clone();
    for (int i = 0; i < at.length; i++) {
      double step = DIFFERENCE * Math.max(1, Math.abs(at[i]));
      moved[i] = at[i] + step;
      double up = value(moved);
      moved[i] = at[i] - step;
      double down = value(moved);
      moved[i] = at[i];
      if (Double.isFinite(up) && Double.isFinite(down)) {
        slope[i] = (up - down) / (2 * step);
      } else if (Double.isFinite(up)) {
        slope[i] = (up - value) / step;
      } else if (Double.isFinite(down)) {
        slope[i] = (value - down) / step;
      }
    }
    return slope;
  }

  private static void update(double[][] inverse, double[] step, double[] change) {
    double both = dot(step, change);
    if (both <= 1e-12 * Math.sqrt(dot(step, step) * dot(change, change))) {
      return;
    }
    int n = step.length;
    double[] turned = new double[n];
    for (int i = 0; i < n; i++) {
      turned[i] = dot(inverse[i], change);
    }
    double factor = (1 + dot(change, turned) / both) / both;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        inverse[i][j] +=
            factor * step[i] * step[j] - (turned[i] * step[j] + step[i] * turned[j]) / both;
      }
    }
  }

  private static void shorten(double[] direction) {
    double length = Math.sqrt(dot(direction, direction));
    if (length > STEP_MAX) {
      for (int i = 0; i < direction.length; i++) {
        direction[i] *= STEP_MAX / length;
      }
    }
  }

  private static double[] times(double[][] inverse, double[] slope) {
    double[] direction = new double[slope.length];
    for (int i = 0; i < slope.length; i++) {
      direction[i] = -dot(inverse[i], slope);
    }
    return direction;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[][] identity(int n) {
    double[][] identity = new double[n][n];
    for (int i = 0; i < n; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }

  private static boolean isIdentity(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        if (matrix[i][j] != (i == j ? 1 : 0)) {
          return false;
        }
      }
    }
    return true;
  }
}
