package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// The negative log-likelihood of gamma distributed amounts whose mean is `exp(score)`.
record GammaLoss() implements Loss {
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
    for (int r : targets.rows()) {
      if (!(targets.value(r) > 0)) {
        throw new InvalidInput(
            "target", "the target of row %d is %s, must be > 0".formatted(r, targets.value(r)));
      }
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
      double ratio = targets.value(r) * Math.exp(-raw[r]);
      gradients[r] = weight * (1 - ratio);
      hessians[r] = weight * ratio;
    }
  }

  @Override
  public double value(double[] raw, Targets targets) {
    double sum = 0;
    for (int r : targets.rows()) {
      sum += targets.weight(r) * (targets.value(r) * Math.exp(-raw[r]) + raw[r]);
    }
    return sum / targets.weightSum();
  }
}
