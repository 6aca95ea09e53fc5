package dev.lazuli.ml.linear;

import dev.lazuli.ml.InvalidInput;

/// What a linear support vector machine minimises and when it ends.
///
/// The objective is `|w|^2 / 2 + cost * sum_i weight_i loss_i` over standardised features, where
/// `w` has the intercept: the same as scikit-learn's `LinearSVC(C=cost)` and `LinearSVR(C=cost,
/// epsilon=epsilon)`.
///
/// @param classes number of classes; 1 for numbers
/// @param cost weight of the losses, `> 0`
/// @param epsilon errors of numbers up to this cost nothing, in the target's unit, `>= 0`
/// @param epochsMax passes over the rows at most
/// @param tolerance the fit ends when no slope, of a weight or of a dual variable, is wrong by more
/// @param seed of the order of rows
public record SvmSettings(
    SvmLoss loss,
    int classes,
    double cost,
    double epsilon,
    int epochsMax,
    double tolerance,
    long seed) {
  /// Checks the ranges.
  public SvmSettings {
    if (loss.isForClasses() ? classes < 2 : classes != 1) {
      throw new InvalidInput("classes", "%d classes do not suit %s".formatted(classes, loss));
    }
    if (!(cost > 0 && Double.isFinite(cost))) {
      throw new InvalidInput("cost", "cost is %s, it must be positive".formatted(cost));
    }
    if (!(epsilon >= 0)) {
      throw new InvalidInput(
          "epsilon", "epsilon is %s, it must not be negative".formatted(epsilon));
    }
    if (epochsMax < 1) {
      throw new InvalidInput(
          "epochs_max", "epochs_max is %d, it must be at least 1".formatted(epochsMax));
    }
    if (!(tolerance > 0)) {
      throw new InvalidInput(
          "tolerance", "tolerance is %s, it must be positive".formatted(tolerance));
    }
  }

  /// Squared hinge loss with cost 1.
  public static SvmSettings classification(int classes) {
    return new SvmSettings(SvmLoss.SQUARED_HINGE, classes, 1, 0, 1000, 1e-4, 0);
  }

  /// Epsilon-insensitive loss with cost 1 and epsilon 0.
  public static SvmSettings regression() {
    return new SvmSettings(SvmLoss.EPSILON_INSENSITIVE, 1, 1, 0, 1000, 1e-4, 0);
  }

  /// The same with another loss for the same kind of target.
  public SvmSettings withLoss(SvmLoss value) {
    return new SvmSettings(value, classes, cost, epsilon, epochsMax, tolerance, seed);
  }

  /// The same with another cost.
  public SvmSettings withCost(double value) {
    return new SvmSettings(loss, classes, value, epsilon, epochsMax, tolerance, seed);
  }

  /// The same with another epsilon.
  public SvmSettings withEpsilon(double value) {
    return new SvmSettings(loss, classes, cost, value, epochsMax, tolerance, seed);
  }

  /// The same with another limit of passes.
  public SvmSettings withEpochsMax(int value) {
    return new SvmSettings(loss, classes, cost, epsilon, value, tolerance, seed);
  }

  /// The same with another tolerance.
  public SvmSettings withTolerance(double value) {
    return new SvmSettings(loss, classes, cost, epsilon, epochsMax, value, seed);
  }

  /// The same with another seed.
  public SvmSettings withSeed(long value) {
    return new SvmSettings(loss, classes, cost, epsilon, epochsMax, tolerance, value);
  }

  /// Scores a row gets: 1, or one for each of three or more classes.
  int outputs() {
    return classes <= 2 ? 1 : classes;
  }
}
