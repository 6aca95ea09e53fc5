package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// The negative log-likelihood of classes whose probabilities are the softmax of the scores.
record SoftmaxLoss(int classes) implements Loss {
  private static final double SHARE_MIN = 1e-15;

  SoftmaxLoss {
    if (classes < 2) {
      throw new InvalidInput("classes", "there are %d classes, must be >= 2".formatted(classes));
    }
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public Link link() {
    return Link.SOFTMAX;
  }

  @Override
  public void check(Targets targets) {
    for (int r : targets.rows()) {
      double value = targets.value(r);
      if (value != Math.rint(value) || value < 0 || value >= classes) {
        throw new InvalidInput(
            "target",
            "the target of row %d is %s, must be a class in [0, %d)".formatted(r, value, classes));
      }
    }
  }

  @Override
  public double startScore(Targets targets, int output) {
    double sum = 0;
    for (int r : targets.rows()) {
      sum += targets.value(r) == output ? targets.weight(r) : 0;
    }
    return Math.log(Math.max(SHARE_MIN, sum / targets.weightSum()));
  }

  @Override
  public void derivatives(double[] raw, Targets targets, double[] gradients, double[] hessians) {
    int n = targets.tableRows();
    double factor = classes / (classes - 1.0);
    double[] p = new double[classes];
    for (int r : targets.rows()) {
      double weight = targets.weight(r);
      int own = (int) targets.value(r);
      for (int c = 0; c < classes; c++) {
        p[c] = raw[c * n + r];
      }
      Link.SOFTMAX.apply(p);
      for (int c = 0; c < classes; c++) {
        gradients[c * n + r] = weight * (p[c] - (c == own ? 1 : 0));
        hessians[c * n + r] = weight * factor * p[c] * (1 - p[c]);
      }
    }
  }

  @Override
  public double value(double[] raw, Targets targets) {
    int n = targets.tableRows();
    double sum = 0;
    for (int r : targets.rows()) {
      double max = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        max = Math.max(max, raw[c * n + r]);
      }
      double total = 0;
      for (int c = 0; c < classes; c++) {
        total += Math.exp(raw[c * n + r] - max);
      }
      sum += targets.weight(r) * (Math.log(total) + max - raw[((int) targets.value(r)) * n + r]);
    }
    return sum / targets.weightSum();
  }
}
