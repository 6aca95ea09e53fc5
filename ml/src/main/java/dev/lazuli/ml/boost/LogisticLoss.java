package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// The negative log-likelihood of classes 0 and 1 whose log-odds are the score.
record LogisticLoss() implements Loss {
  private static final double SHARE_MIN = 1e-15;

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Link link() {
    return Link.LOGIT;
  }

  @Override
  public void check(Targets targets) {
    for (int r : targets.rows()) {
      double value = targets.value(r);
      if (value != 0 && value != 1) {
        throw new InvalidInput(
            "target", "the target of row %d is %s, must be 0 or 1".formatted(r, value));
      }
    }
  }

  @Override
  public double startScore(Targets targets, int output) {
    double share = Math.clamp(targets.mean(), SHARE_MIN, 1 - SHARE_MIN);
    return Math.log(share / (1 - share));
  }

  @Override
  public void derivatives(double[] raw, Targets targets, double[] gradients, double[] hessians) {
    for (int r : targets.rows()) {
      double weight = targets.weight(r);
      double probability = 1 / (1 + Math.exp(-raw[r]));
      gradients[r] = weight * (probability - targets.value(r));
      hessians[r] = weight * probability * (1 - probability);
    }
  }

  @Override
  public double value(double[] raw, Targets targets) {
    double sum = 0;
    for (int r : targets.rows()) {
      double margin = targets.value(r) == 1 ? raw[r] : -raw[r];
      double loss =
          margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
      sum += targets.weight(r) * loss;
    }
    return sum / targets.weightSum();
  }
}
