package dev.lazuli.ml.boost;

/// A user's own loss of one row with one raw score; [Loss#of] makes it one that boosting takes.
public interface RowLoss {
  /// The loss of a raw score.
  double value(double score, double target);

  /// How the loss grows with the score: its first derivative, finite.
  double gradient(double score, double target);

  /// How the gradient grows with the score: the second derivative, or an upper bound of it that
  /// keeps steps safe; finite and `>= 0`.
  double hessian(double score, double target);

  /// Whether the loss can take a target.
  default boolean takes(double target) {
    return true;
  }

  /// What turns raw scores into predictions.
  default Link link() {
    return Link.IDENTITY;
  }
}
