package dev.lazuli.ml.linear;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.design.DesignRows;
import dev.lazuli.ml.design.TrainingRows;

/// Newton steps on the primal of a linear support vector machine with a squared loss, which is
/// smooth: Keerthi and DeCoste, [A modified finite Newton method for fast solution of large scale
/// linear SVMs](https://www.jmlr.org/papers/v6/keerthi05a.html).
///
/// A handful of steps reach the optimum; each costs rows x columns^2, so it is for few columns.
final class PrimalNewton {
  /// With more columns than this, dual steps are cheaper.
  static final int COLUMNS_MAX = 256;

  private static final int STEPS_MAX = 200;
  private static final int HALVINGS_MAX = 40;
  private static final double ENOUGH = 1e-4;

  private final DesignRows rows;
  private final TrainingRows training;
  private final SvmSettings settings;
  private final StopSignal stop;
  private final int positive;
  private final int n;
  private final double[] weights;
  private final double[] scores;
  private final double[] slope;
  private final double[] curvature;

  /// @param positive the class to part from all others; -1 for numbers
  PrimalNewton(
      DesignRows rows, TrainingRows training, SvmSettings settings, StopSignal stop, int positive) {
    this.rows = rows;
    this.training = training;
    this.settings = settings;
    this.stop = stop;
    this.positive = positive;
    n = rows.size();
    weights = new double[rows.columns() + 1];
    scores = new double[n];
    slope = new double[n];
    curvature = new double[n];
  }

  /// Coefficients, intercept last.
  double[] fit() {
    double objective = look();
    for (int step = 0; step < STEPS_MAX; step++) {
      double[] gradient = rows.transposed(slope);
      double steepest = 0;
      for (int j = 0; j < gradient.length; j++) {
        gradient[j] += weights[j];
        steepest = Math.max(steepest, Math.abs(gradient[j]));
      }
      if (steepest <= settings.tolerance()) {
        break;
      }
      double[][] hessian = rows.gram(curvature, stop);
      for (int j = 0; j < gradient.length; j++) {
        hessian[j][j] += 1;
      }
      double[] way = Cholesky.solve(hessian, gradient);
      double next = move(way, dot(way, gradient), objective);
      if (!(next < objective)) {
        break;
      }
      objective = next;
    }
    return weights;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int j = 0; j < one.length; j++) {
      sum += one[j] * other[j];
    }
    return sum;
  }

  /// Goes against `way`, or part of it when the objective would not fall enough.
  private double move(double[] way, double fall, double objective) {
    double[] before = weights.clone();
    double part = 1;
    double now = objective;
    for (int halving = 0; halving < HALVINGS_MAX; halving++) {
      for (int j = 0; j < weights.length; j++) {
        weights[j] = before[j] - part * way[j];
      }
      now = look();
      if (now <= objective - ENOUGH * part * fall) {
        return now;
      }
      part /= 2;
    }
    return now;
  }

  /// Computes slopes and curvatures of the losses at the weights, and returns the objective.
  private double look() {
    rows.multiply(weights, scores);
    double objective = dot(weights, weights) / 2;
    for (int i = 0; i < n; i++) {
      double cost = settings.cost() * training.weight(i);
      double error = error(i);
      objective += cost * error * error;
      slope[i] = -2 * cost * error;
      curvature[i] = error == 0 ? 0 : 2 * cost;
    }
    return objective;
  }

  /// How much too low the score of a row is; 0 when it is good enough.
  private double error(int i) {
    if (positive >= 0) {
      return training.classOf(i) == positive
          ? Math.max(0, 1 - scores[i])
          : Math.min(0, -1 - scores[i]);
    }
    double difference = training.target(i) - scores[i];
    double beyond = Math.max(0, Math.abs(difference) - settings.epsilon());
    return Math.copySign(beyond, difference);
  }
}
