package dev.lazuli.ml.neural;

/// The loss of one row's scores and its slopes: half the squared error, or minus the
/// log-likelihood.
final class NeuralLoss {
  private final int classes;
  private final int outputs;

  /// @param classes 0 for numbers
  NeuralLoss(int classes) {
    this.classes = classes;
    this.outputs = classes <= 2 ? 1 : classes;
  }

  /// The loss of the scores from `at` on.
  ///
  /// @param slopes receives `weight` times the slope in each score, at the same places
  double slopes(double[] scores, int at, double target, double weight, double[] slopes) {
    if (classes == 0) {
      double error = scores[at] - target;
      slopes[at] = weight * error;
      return error * error / 2;
    }
    if (outputs == 1) {
      double score = scores[at];
      slopes[at] = weight * (1 / (1 + Math.exp(-score)) - target);
      return Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - target * score;
    }
    double max = scores[at];
    for (int j = 1; j < outputs; j++) {
      max = Math.max(max, scores[at + j]);
    }
    double sum = 0;
    for (int j = 0; j < outputs; j++) {
      slopes[at + j] = Math.exp(scores[at + j] - max);
      sum += slopes[at + j];
    }
    for (int j = 0; j < outputs; j++) {
      slopes[at + j] = weight * (slopes[at + j] / sum - (j == (int) target ? 1 : 0));
    }
    return max + Math.log(sum) - scores[at + (int) target];
  }
}
