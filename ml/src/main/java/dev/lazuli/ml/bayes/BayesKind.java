package dev.lazuli.ml.bayes;

/// What a naive Bayes classifier takes numbers for.
public enum BayesKind {
  /// Normally distributed in each class.
  GAUSSIAN,
  /// Present above a threshold, else absent.
  BERNOULLI,
  /// Counts, or other numbers that are not negative, of the words of a text.
  MULTINOMIAL,
  /// The same, where each class is told by the rows that do not have it: [Tackling the poor
  /// assumptions of naive Bayes text
  /// classifiers](https://people.csail.mit.edu/jrennie/papers/icml03-nb.pdf).
  COMPLEMENT
}
