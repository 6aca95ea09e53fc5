package dev.lazuli.ml.boost;

/// Half the squared difference between score and target.
record SquaredLoss() implements Loss {
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
      gradients[r] = weight * (raw[r] - targets.value(r));
      hessians[r] = weight;
    }
  }

  @Override
  public double value(double[] raw, Targets targets) {
    double sum = 0;
    for (int r : targets.rows()) {
      double difference = raw[r] - targets.value(r);
      sum += targets.weight(r) * difference * difference;
    }
    return sum / 2 / targets.weightSum();
  }

  @Override
  public boolean hasUnitHessian() {
    return true;
  }
}
