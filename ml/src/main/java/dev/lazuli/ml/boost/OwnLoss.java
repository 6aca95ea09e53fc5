package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// A user's loss of one row as a loss of many.
record OwnLoss(RowLoss own) implements Loss {
  private static final int START_STEPS = 50;
  private static final double START_TOLERANCE = 1e-10;

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Link link() {
    return own.link();
  }

  @Override
  public void check(Targets targets) {
    for (int r : targets.rows()) {
      if (!own.takes(targets.value(r))) {
        throw new InvalidInput(
            "target",
            "the loss cannot take the target %s of row %d".formatted(targets.value(r), r));
      }
    }
  }

  /// By Newton steps from 0, halved while they do not lower the loss.
  @Override
  public double startScore(Targets targets, int output) {
    double score = 0;
    double loss = mean(score, targets);
    for (int i = 0; i < START_STEPS; i++) {
      double gradient = 0;
      double hessian = 0;
      for (int r : targets.rows()) {
        gradient += targets.weight(r) * own.gradient(score, targets.value(r));
        hessian += targets.weight(r) * own.hessian(score, targets.value(r));
      }
      double step = hessian > 0 ? -gradient / hessian : 0;
      double next = mean(score + step, targets);
      while (!(next <= loss) && Math.abs(step) > START_TOLERANCE) {
        step /= 2;
        next = mean(score + step, targets);
      }
      if (!(next <= loss) || Math.abs(step) <= START_TOLERANCE) {
        break;
      }
      score += step;
      loss = next;
    }
    return score;
  }

  private double mean(double score, Targets targets) {
    double sum = 0;
    for (int r : targets.rows()) {
      sum += targets.weight(r) * own.value(score, targets.value(r));
    }
    return sum / targets.weightSum();
  }

  @Override
  public void derivatives(double[] raw, Targets targets, double[] gradients, double[] hessians) {
    for (int r : targets.rows()) {
      double gradient = own.gradient(raw[r], targets.value(r));
      double hessian = own.hessian(raw[r], targets.value(r));
      if (!Double.isFinite(gradient) || !(hessian >= 0) || Double.isInfinite(hessian)) {
        throw new InvalidInput(
            "loss",
            "the loss has gradient %s and hessian %s at score %s and target %s"
                .formatted(gradient, hessian, raw[r], targets.value(r)));
      }
      gradients[r] = targets.weight(r) * gradient;
      hessians[r] = targets.weight(r) * hessian;
    }
  }

  @Override
  public double value(double[] raw, Targets targets) {
    double sum = 0;
    for (int r : targets.rows()) {
      sum += targets.weight(r) * own.value(raw[r], targets.value(r));
    }
    return sum / targets.weightSum();
  }
}
