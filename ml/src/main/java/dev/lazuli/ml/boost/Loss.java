package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// What boosting makes small: a function of raw scores and targets, with its derivatives.
///
/// Arrays of scores, gradients and hessians are laid out as [Targets] tells. The losses here follow
/// [LightGBM's objectives](https://lightgbm.readthedocs.io/en/latest/Parameters.html#objective).
public interface Loss {
  /// How many raw scores a row has.
  int outputs();

  /// What turns raw scores into predictions.
  Link link();

  /// Refuses targets that this loss cannot take.
  ///
  /// @throws InvalidInput when there is one
  void check(Targets targets);

  /// The best constant raw score of an output.
  double startScore(Targets targets, int output);

  /// Writes the first and second derivatives of every row's weighted loss.
  ///
  /// @param raw scores
  void derivatives(double[] raw, Targets targets, double[] gradients, double[] hessians);

  /// The weighted mean loss of the rows.
  double value(double[] raw, Targets targets);

  /// Whether every row's hessian is its weight.
  default boolean hasUnitHessian() {
    return false;
  }

  /// The residual quantile in `(0, 1)` that a leaf takes in place of a Newton step; NaN for none.
  default double leafQuantile() {
    return Double.NaN;
  }

  /// Half the squared difference; predicts the mean.
  static Loss squared() {
    return new SquaredLoss();
  }

  /// The absolute difference; predicts the median.
  static Loss absolute() {
    return new QuantileLoss(0.5);
  }

  /// Squared up to `delta`, absolute beyond.
  static Loss huber(double delta) {
    return new HuberLoss(delta);
  }

  /// The pinball loss; predicts the quantile `level` in `(0, 1)`.
  static Loss quantile(double level) {
    return new QuantileLoss(level);
  }

  /// For counts `>= 0`; predicts the logarithm of the mean.
  static Loss poisson() {
    return new PoissonLoss();
  }

  /// For amounts `> 0`; predicts the logarithm of the mean.
  static Loss gamma() {
    return new GammaLoss();
  }

  /// For amounts `>= 0` with many zeros; predicts the logarithm of the mean.
  ///
  /// @param power variance power in `(1, 2)`
  static Loss tweedie(double power) {
    return new TweedieLoss(power);
  }

  /// For classes 0 and 1; predicts the log-odds of class 1.
  static Loss logistic() {
    return new LogisticLoss();
  }

  /// For classes `0..classes-1`; one raw score a class.
  static Loss softmax(int classes) {
    return new SoftmaxLoss(classes);
  }

  /// A user's own loss.
  static Loss of(RowLoss own) {
    return new OwnLoss(own);
  }
}
