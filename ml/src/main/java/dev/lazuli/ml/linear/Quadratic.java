package dev.lazuli.ml.linear;

/// Coordinate descent on `b' G b / 2 - r' b + l1 |b|_1 + l2 / 2 |b|_2^2`, with the last coordinate,
/// the intercept, free of penalty.
///
/// Method: Friedman, Hastie and Tibshirani, [Regularization paths for generalized linear models via
/// coordinate descent](https://www.jstatsoft.org/article/view/v033i01).
final class Quadratic {
  private static final int SWEEPS_MAX = 1000;

  private Quadratic() {}

  /// Moves `b` to the minimum, in place.
  ///
  /// @param gram `p x p`, symmetric
  /// @param right `p`
  /// @param tolerance ends when a sweep moves no coordinate by more
  static void minimise(
      double[][] gram, double[] right, double l1, double l2, double tolerance, double[] b) {
    int p = b.length;
    double[] gradient = new double[p];
    for (int a = 0; a < p; a++) {
      double sum = -right[a];
      for (int c = 0; c < p; c++) {
        sum += gram[a][c] * b[c];
      }
      gradient[a] = sum;
    }
    for (int sweep = 0; sweep < SWEEPS_MAX; sweep++) {
      double moved = 0;
      for (int a = 0; a < p; a++) {
        moved = Math.max(moved, Math.abs(step(gram, gradient, l1, l2, b, a)));
      }
      if (moved <= tolerance) {
        return;
      }
    }
  }

  private static double step(
      double[][] gram, double[] gradient, double l1, double l2, double[] b, int a) {
    boolean penalised = a < b.length - 1;
    double curvature = gram[a][a];
    if (curvature <= 0) {
      return 0;
    }
    double wanted = curvature * b[a] - gradient[a];
    double next = penalised ? shrink(wanted, l1) / (curvature + l2) : wanted / curvature;
    double change = next - b[a];
    if (change != 0) {
      double[] line = gram[a];
      for (int c = 0; c < gradient.length; c++) {
        gradient[c] += line[c] * change;
      }
      b[a] = next;
    }
    return change;
  }

  private static double shrink(double value, double by) {
    return value > by ? value - by : value < -by ? value + by : 0;
  }
}
