package dev.lazuli.ml.linear;

/// The distribution that a linear model assumes for its target.
public enum Family {
  /// Numbers; loss is half the squared error; scores are the predictions.
  GAUSSIAN,
  /// Counts, or other numbers that are not negative; scores are logarithms of the mean.
  POISSON,
  /// Two classes, 0 and 1; scores are log-odds of class 1.
  LOGISTIC,
  /// Classes 0 to k-1; scores become probabilities by softmax.
  MULTINOMIAL;

  /// How many scores a row gets.
  int outputs(int classes) {
    return this == MULTINOMIAL ? classes : 1;
  }
}
