package dev.lazuli.ml.bayes;

import dev.lazuli.ml.InvalidInput;

/// How a naive Bayes classifier learns.
///
/// @param classes number of classes, `>= 2`
/// @param alpha rows that every count begins with (Laplace smoothing), `> 0`
/// @param threshold above it a number is present, for [BayesKind#BERNOULLI]
/// @param scaling whether numbers are scaled to `[0, 1]` by their training range first, for
///   [BayesKind#MULTINOMIAL] and [BayesKind#COMPLEMENT]; without it they must not be negative
/// @param varianceShare part of the greatest variance of any feature that is added to all
///   variances, for [BayesKind#GAUSSIAN], `>= 0`
public record BayesSettings(
    BayesKind kind,
    int classes,
    double alpha,
    double threshold,
    boolean scaling,
    double varianceShare) {
  /// Checks the ranges.
  public BayesSettings {
    if (classes < 2) {
      throw new InvalidInput("classes", "%d classes are too few".formatted(classes));
    }
    if (!(alpha > 0 && Double.isFinite(alpha))) {
      throw new InvalidInput("alpha", "alpha is %s, it must be positive".formatted(alpha));
    }
    if (!(varianceShare >= 0)) {
      throw new InvalidInput(
          "variance_share",
          "variance_share is %s, it must not be negative".formatted(varianceShare));
    }
  }

  /// Settings to begin with, as scikit-learn's.
  public static BayesSettings of(BayesKind kind, int classes) {
    return new BayesSettings(kind, classes, 1, 0, false, 1e-9);
  }

  /// The same with another smoothing.
  public BayesSettings withAlpha(double value) {
    return new BayesSettings(kind, classes, value, threshold, scaling, varianceShare);
  }

  /// The same with another threshold of presence.
  public BayesSettings withThreshold(double value) {
    return new BayesSettings(kind, classes, alpha, value, scaling, varianceShare);
  }

  /// The same with or without scaling.
  public BayesSettings withScaling(boolean value) {
    return new BayesSettings(kind, classes, alpha, threshold, value, varianceShare);
  }

  /// The same with another share of the greatest variance.
  public BayesSettings withVarianceShare(double value) {
    return new BayesSettings(kind, classes, alpha, threshold, scaling, value);
  }
}
