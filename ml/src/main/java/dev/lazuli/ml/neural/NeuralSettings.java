package dev.lazuli.ml.neural;

import dev.lazuli.ml.InvalidInput;
import java.util.List;

/// The shape of a neural network and how it learns.
///
/// @param classes number of classes; 0 for numbers
/// @param hidden units of each hidden layer, all `>= 1`
/// @param learningRate step of Adam, `> 0`
/// @param batch rows in a step, `>= 1`
/// @param epochsMax passes over the rows at most
/// @param patience passes without a lower validation loss until the step is cut to a tenth, and,
///   the second time, the fit ends; 0 runs all passes
/// @param validationShare part of the rows held out to tell the best pass, in `[0, 1)`; 0 keeps the
///   last one
/// @param weightDecay part of each weight, times the step, that is taken off in each step
/// @param dropout part of the hidden units left out at random in each step, in `[0, 1)`
public record NeuralSettings(
    int classes,
    List<Integer> hidden,
    double learningRate,
    int batch,
    int epochsMax,
    int patience,
    double validationShare,
    double weightDecay,
    double dropout,
    long seed) {
  /// Checks the ranges.
  public NeuralSettings {
    hidden = List.copyOf(hidden);
    if (classes != 0 && classes < 2) {
      throw new InvalidInput("classes", "%d classes are too few".formatted(classes));
    }
    if (hidden.stream().anyMatch(units -> units < 1)) {
      throw new InvalidInput("hidden", "hidden layers %s need units".formatted(hidden));
    }
    requireRange("learning_rate", learningRate, Double.MIN_NORMAL, 1e3);
    requireRange("batch", batch, 1, Integer.MAX_VALUE);
    requireRange("epochs_max", epochsMax, 1, Integer.MAX_VALUE);
    requireRange("patience", patience, 0, Integer.MAX_VALUE);
    requireRange("validation_share", validationShare, 0, 0.99);
    requireRange("weight_decay", weightDecay, 0, 1e6);
    requireRange("dropout", dropout, 0, 0.99);
  }

  private static void requireRange(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new InvalidInput(
          name, "%s is %s, it must lie in [%s, %s]".formatted(name, value, min, max));
    }
  }

  /// Two hidden layers of 64 and 32 units.
  public static NeuralSettings classification(int classes) {
    return new NeuralSettings(classes, List.of(64, 32), 5e-3, 64, 200, 10, 0.1, 1e-2, 0, 0);
  }

  /// Two hidden layers of 64 and 32 units.
  public static NeuralSettings regression() {
    return new NeuralSettings(0, List.of(64, 32), 5e-3, 64, 200, 10, 0.1, 1e-2, 0, 0);
  }

  /// The same with other hidden layers.
  public NeuralSettings withHidden(List<Integer> value) {
    return new NeuralSettings(
        classes,
        value,
        learningRate,
        batch,
        epochsMax,
        patience,
        validationShare,
        weightDecay,
        dropout,
        seed);
  }

  /// The same with another step and number of rows in a step.
  public NeuralSettings withSteps(double rate, int rows) {
    return new NeuralSettings(
        classes,
        hidden,
        rate,
        rows,
        epochsMax,
        patience,
        validationShare,
        weightDecay,
        dropout,
        seed);
  }

  /// The same with other limits of passes.
  public NeuralSettings withEpochs(int max, int patient) {
    return new NeuralSettings(
        classes,
        hidden,
        learningRate,
        batch,
        max,
        patient,
        validationShare,
        weightDecay,
        dropout,
        seed);
  }

  /// The same with another part held out.
  public NeuralSettings withValidationShare(double value) {
    return new NeuralSettings(
        classes,
        hidden,
        learningRate,
        batch,
        epochsMax,
        patience,
        value,
        weightDecay,
        dropout,
        seed);
  }

  /// The same with another weight decay and dropout.
  public NeuralSettings withRegularisation(double decay, double left) {
    return new NeuralSettings(
        classes,
        hidden,
        learningRate,
        batch,
        epochsMax,
        patience,
        validationShare,
        decay,
        left,
        seed);
  }

  /// The same with another seed.
  public NeuralSettings withSeed(long value) {
    return new NeuralSettings(
        classes,
        hidden,
        learningRate,
        batch,
        epochsMax,
        patience,
        validationShare,
        weightDecay,
        dropout,
        value);
  }

  /// Scores a row gets: 1 for a number or two classes, else one for each class.
  int outputs() {
    return classes <= 2 ? 1 : classes;
  }
}
