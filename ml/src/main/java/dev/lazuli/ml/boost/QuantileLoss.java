package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// The pinball loss; at level 0.5, the absolute difference (twice the pinball loss).
record QuantileLoss(double level) implements Loss {
  QuantileLoss {
    if (!(level > 0 && level < 1)) {
      throw new InvalidInput("level", "level is %s, must be in (0, 1)".formatted(level));
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
    double[] values = new double[targets.rows().length];
    double[] weights = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = targets.value(targets.rows()[i]);
      weights[i] = targets.weight(targets.rows()[i]);
    }
    return Quantiles.weighted(values, weights, values.length, level);
  }

  @Override
  public void derivatives(double[] raw, Targets targets, double[] gradients, double[] hessians) {
    for (int r : targets.rows()) {
      double weight = targets.weight(r);
      double difference = raw[r] - targets.value(r);
      gradients[r] = weight * scale() * (difference >= 0 ? 1 - level : -level);
      hessians[r] = weight;
    }
  }

  @Override
  public double value(double[] raw, Targets targets) {
    double sum = 0;
    for (int r : targets.rows()) {
      double difference = raw[r] - targets.value(r);
      sum += targets.weight(r) * difference * (difference >= 0 ? 1 - level : -level);
    }
    return scale() * sum / targets.weightSum();
  }

  @Override
  public boolean hasUnitHessian() {
    return true;
  }

  @Override
  public double leafQuantile() {
    return level;
  }

  private double scale() {
    return level == 0.5 ? 2 : 1;
  }
}
