package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// The negative log-likelihood of counts whose mean is `exp(score)`.
record PoissonLoss() implements Loss {
  /// LightGBM's `poisson_max_delta_step`: makes the first steps safe.
  private static final double HESSIAN_FACTOR = Math.exp(0.7);

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Link link() {
    return Link.LOG;
  }

  @Override
  public void check(Targets targets) {
    checkNotNegative(targets);
  }

  static void checkNotNegative(Targets targets) {
    for (int r : targets.rows()) {
      if (targets.value(r) < 0) {
        throw new InvalidInput(
            "target", "the target of row %d is %s, must be >= 0".formatted(r, targets.value(r)));
      }
    }
    if (!(targets.mean() > 0)) {
      throw new InvalidInput("target", "all targets are 0");
    }
  }

  @Override
  public double startScore(Targets targets, int output) {
    return Math.log(targets.mean());
  }

  @Override
  public void derivatives(double[] raw, Targets targets, double[] gradients, double[] hessians) {
    for (int r : targets.rows()) {
      double weight = targets.weight(r);
      double mean = Math.exp(raw[r]);
      gradients[r] = weight * (mean - targets.value(r));
      hessians[r] = weight * mean * HESSIAN_FACTOR;
    }
  }

  @Override
  public double value(double[] raw, Targets targets) {
    double sum = 0;
    for (int r : targets.rows()) {
      sum += targets.weight(r) * (Math.exp(raw[r]) - targets.value(r) * raw[r]);
    }
    return sum / targets.weightSum();
  }
}
