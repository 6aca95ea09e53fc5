package dev.lazuli.ml.linear;

import dev.lazuli.ml.InvalidInput;

/// How an averaged perceptron learns.
///
/// @param classes number of classes, `>= 2`
/// @param epochs passes over the rows, `>= 1`
/// @param seed of the order of rows
public record PerceptronSettings(int classes, int epochs, long seed) {
  /// Checks the ranges.
  public PerceptronSettings {
    if (classes < 2) {
      throw new InvalidInput("classes", "%d classes are too few".formatted(classes));
    }
    if (epochs < 1) {
      throw new InvalidInput("epochs", "epochs is %d, it must be at least 1".formatted(epochs));
    }
  }

  /// Ten passes.
  public static PerceptronSettings of(int classes) {
    return new PerceptronSettings(classes, 10, 0);
  }

  /// The same with another number of passes.
  public PerceptronSettings withEpochs(int value) {
    return new PerceptronSettings(classes, value, seed);
  }

  /// The same with another seed.
  public PerceptronSettings withSeed(long value) {
    return new PerceptronSettings(classes, epochs, value);
  }
}
