package dev.lazuli.ml.linear;

import dev.lazuli.ml.InvalidInput;

/// What a linear learner minimises and when it ends.
///
/// The objective is glmnet's: mean loss + `lambda * (l1Ratio * |w|_1 + (1 - l1Ratio) / 2 *
/// |w|_2^2)` over the coefficients of standardised features; intercepts are free. It equals
/// scikit-learn's `ElasticNet(alpha=lambda)`, `LogisticRegression(C=1 / (lambda * n))` and
/// `PoissonRegressor(alpha=lambda)`.
///
/// @param classes number of classes; 1 for [Family#GAUSSIAN] and [Family#POISSON]
/// @param l1Ratio in `[0, 1]`
/// @param lambda strength of the penalty, `>= 0`
/// @param iterationsMax Newton steps at most
/// @param tolerance the fit ends when no coefficient moves by more
public record LinearSettings(
    Family family,
    int classes,
    double l1Ratio,
    double lambda,
    int iterationsMax,
    double tolerance) {
  /// Checks the ranges.
  public LinearSettings {
    if (!(l1Ratio >= 0 && l1Ratio <= 1)) {
      throw new InvalidInput(
          "l1_ratio", "l1_ratio is %s, it must lie in [0, 1]".formatted(l1Ratio));
    }
    if (!(lambda >= 0)) {
      throw new InvalidInput("lambda", "lambda is %s, it must not be negative".formatted(lambda));
    }
  }

  /// Settings to begin with: no L1 part, a light penalty.
  public static LinearSettings of(Family family, int classes) {
    return new LinearSettings(family, classes, 0, 1e-4, 100, 1e-6);
  }

  /// The same with another share of the L1 part.
  public LinearSettings withL1Ratio(double value) {
    return new LinearSettings(family, classes, value, lambda, iterationsMax, tolerance);
  }

  /// The same with another strength of the penalty.
  public LinearSettings withLambda(double value) {
    return new LinearSettings(family, classes, l1Ratio, value, iterationsMax, tolerance);
  }

  /// The same with another limit of Newton steps.
  public LinearSettings withIterationsMax(int value) {
    return new LinearSettings(family, classes, l1Ratio, lambda, value, tolerance);
  }

  /// The same with another tolerance.
  public LinearSettings withTolerance(double value) {
    return new LinearSettings(family, classes, l1Ratio, lambda, iterationsMax, value);
  }

  int outputs() {
    return family.outputs(classes);
  }
}
