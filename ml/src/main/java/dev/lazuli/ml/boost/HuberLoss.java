package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// Half the squared difference up to `delta`, linear beyond.
record HuberLoss(double delta) implements Loss {
  HuberLoss {
    if (!(delta > 0)) {
      throw new InvalidInput("delta", "delta is %s, must be > 0".formatted(delta));
    }
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Link link() {
    return Link.IDENTITY;
  }

  @Override
  public void check(Targets targets) {}

  @Override
  public double startScore(Targets targets, int output) {
    return targets.mean();
  }

  @Override
  public void derivatives(double[] raw, Targets targets, double[] gradients, double[] hessians) {
    for (int r : targets.rows()) {
      double weight = targets.weight(r);
      gradients[r] = weight * Math.clamp(raw[r] - targets.value(r), -delta, delta);
      hessians[r] = weight;
    }
  }

  @Override
  public double value(double[] raw, Targets targets) {
    double sum = 0;
    for (int r : targets.rows()) {
      double distance = Math.abs(raw[r] - targets.value(r));
      double loss = distance <= delta ? distance * distance / 2 : delta * (distance - delta / 2);
      sum += targets.weight(r) * loss;
    }
    return sum / targets.weightSum();
  }

  @Override
  public boolean hasUnitHessian() {
    return true;
  }
}
