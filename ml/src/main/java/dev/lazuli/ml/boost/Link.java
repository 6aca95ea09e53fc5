package dev.lazuli.ml.boost;

/// Turns raw scores into predictions.
public enum Link {
  /// The raw score is the prediction.
  IDENTITY,
  /// The raw score is the logarithm of the prediction.
  LOG,
  /// The raw score is the log-odds of class 1; the prediction is its probability.
  LOGIT,
  /// Raw scores become class probabilities by softmax.
  SOFTMAX,
  /// Raw scores are class probabilities but for rounding: clipped to `[0, 1]`, and made to sum to 1
  /// when there are several.
  SHARES;

  /// The link of scores of so many classes: one score for two classes, else one for each.
  public static Link ofClasses(int classes) {
    return classes == 2 ? LOGIT : SOFTMAX;
  }

  /// Turns the raw scores of one row into predictions, in place.
  public void apply(double[] scores) {
    switch (this) {
      case IDENTITY -> {}
      case LOG -> scores[0] = Math.exp(scores[0]);
      case LOGIT -> scores[0] = 1 / (1 + Math.exp(-scores[0]));
      case SOFTMAX -> softmax(scores);
      case SHARES -> shares(scores);
    }
  }

  private static void softmax(double[] scores) {
    double max = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      max = Math.max(max, score);
    }
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = Math.exp(scores[c] - max);
      sum += scores[c];
    }
    for (int c = 0; c < scores.length; c++) {
      scores[c] /= sum;
    }
  }

  private static void shares(double[] scores) {
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = Math.clamp(scores[c], 0.0, 1.0);
      sum += scores[c];
    }
    if (scores.length > 1) {
      for (int c = 0; c < scores.length; c++) {
        scores[c] = sum > 0 ? scores[c] / sum : 1.0 / scores.length;
      }
    }
  }
}
