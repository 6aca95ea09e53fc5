package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// The negative quasi-log-likelihood of Tweedie distributed amounts whose mean is `exp(score)`.
record TweedieLoss(double power) implements Loss {
  TweedieLoss {
    if (!(power > 1 && power < 2)) {
      throw new InvalidInput("power", "power is %s, must be in (1, 2)".formatted(power));
    }
  }

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
    PoissonLoss.checkNotNegative(targets);
  }

  @Override
  public double startScore(Targets targets, int output) {
    return Math.log(targets.mean());
  }

  @Override
  public void derivatives(double[] raw, Targets targets, double[] gradients, double[] hessians) {
    for (int r : targets.rows()) {
      double weight = targets.weight(r);
      double a = targets.value(r) * Math.exp((1 - power) * raw[r]);
      double b = Math.exp((2 - power) * raw[r]);
      gradients[r] = weight * (b - a);
      hessians[r] = weight * ((2 - power) * b - (1 - power) * a);
    }
  }

  @Override
  public double value(double[] raw, Targets targets) {
    double sum = 0;
    for (int r : targets.rows()) {
      double a = targets.value(r) * Math.exp((1 - power) * raw[r]) / (1 - power);
      double b = Math.exp((2 - power) * raw[r]) / (2 - power);
      sum += targets.weight(r) * (b - a);
    }
    return sum / targets.weightSum();
  }
}
