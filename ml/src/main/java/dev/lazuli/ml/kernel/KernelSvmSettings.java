package dev.lazuli.ml.kernel;

import dev.lazuli.ml.InvalidInput;

/// What a support vector machine with a Gaussian kernel minimises and when it ends.
///
/// The objective is `|w|^2 / 2 + cost * sum_i weight_i loss_i` in the space of the kernel
/// `exp(-gamma |x - z|^2)` of standardised vectors, with the hinge loss for classes and the
/// epsilon-insensitive loss for numbers: the same as scikit-learn's `SVC(C=cost)` and `SVR(C=cost,
/// epsilon=epsilon)`.
///
/// @param classes number of classes; 0 for numbers
/// @param cost weight of the losses, `> 0`
/// @param gamma of the kernel, `> 0`; 0 for one over columns times the variance of all their values
/// @param epsilon errors of numbers up to this cost nothing, in the target's unit, `>= 0`
/// @param tolerance the fit ends when no two rows' slopes are wrong by more, `> 0`
/// @param cacheBytes memory for rows of the kernel's matrix, of which at least two are kept
/// @param seed of the folds that probabilities are learned from
public record KernelSvmSettings(
    int classes,
    double cost,
    double gamma,
    double epsilon,
    double tolerance,
    long cacheBytes,
    long seed) {
  private static final long CACHE_BYTES = 128L << 20;

  /// Checks the ranges.
  public KernelSvmSettings {
    if (classes != 0 && classes < 2) {
      throw new InvalidInput("classes", "%d classes are too few".formatted(classes));
    }
    if (!(cost > 0 && Double.isFinite(cost))) {
      throw new InvalidInput("cost", "cost is %s, it must be positive".formatted(cost));
    }
    if (!(gamma >= 0 && Double.isFinite(gamma))) {
      throw new InvalidInput(
          "gamma", "gamma is %s, it must be positive, or 0 to be chosen".formatted(gamma));
    }
    if (!(epsilon >= 0)) {
      throw new InvalidInput(
          "epsilon", "epsilon is %s, it must not be negative".formatted(epsilon));
    }
    if (!(tolerance > 0)) {
      throw new InvalidInput(
          "tolerance", "tolerance is %s, it must be positive".formatted(tolerance));
    }
    if (cacheBytes < 0) {
      throw new InvalidInput(
          "cache_bytes", "cache_bytes is %d, it must not be negative".formatted(cacheBytes));
    }
  }

  /// Cost 1, gamma by the table.
  public static KernelSvmSettings classification(int classes) {
    return new KernelSvmSettings(classes, 1, 0, 0, 1e-3, CACHE_BYTES, 0);
  }

  /// Cost 1, gamma by the table, epsilon 0.1.
  public static KernelSvmSettings regression() {
    return new KernelSvmSettings(0, 1, 0, 0.1, 1e-3, CACHE_BYTES, 0);
  }

  /// The same with another cost.
  public KernelSvmSettings withCost(double value) {
    return new KernelSvmSettings(classes, value, gamma, epsilon, tolerance, cacheBytes, seed);
  }

  /// The same with another gamma.
  public KernelSvmSettings withGamma(double value) {
    return new KernelSvmSettings(classes, cost, value, epsilon, tolerance, cacheBytes, seed);
  }

  /// The same with another epsilon.
  public KernelSvmSettings withEpsilon(double value) {
    return new KernelSvmSettings(classes, cost, gamma, value, tolerance, cacheBytes, seed);
  }

  /// The same with another tolerance.
  public KernelSvmSettings withTolerance(double value) {
    return new KernelSvmSettings(classes, cost, gamma, epsilon, value, cacheBytes, seed);
  }

  /// The same with another limit of memory.
  public KernelSvmSettings withCacheBytes(long value) {
    return new KernelSvmSettings(classes, cost, gamma, epsilon, tolerance, value, seed);
  }

  /// The same with another seed.
  public KernelSvmSettings withSeed(long value) {
    return new KernelSvmSettings(classes, cost, gamma, epsilon, tolerance, cacheBytes, value);
  }

  /// Scores a row gets: 1, or one for each of three or more classes.
  int outputs() {
    return classes <= 2 ? 1 : classes;
  }
}
