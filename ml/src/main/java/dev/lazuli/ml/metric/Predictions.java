package dev.lazuli.ml.metric;

import java.util.Arrays;

/// The classes that rows have and the probabilities that a model gave them.
public final class Predictions {
  private final int[] actual;
  private final double[] probabilities;
  private final int classCount;
  private final int[] predicted;
  private final double[] weights;

  private Predictions(
      int[] actual, double[] probabilities, int classCount, int[] predicted, double[] weights) {
    this.actual = actual;
    this.probabilities = probabilities;
    this.classCount = classCount;
    this.predicted = predicted;
    this.weights = weights;
  }

  /// Rows of weight 1; the predicted class is the most probable one, the first among equals.
  ///
  /// @param actual class of each row, in `[0, classCount)`; shape `n`
  /// @param probabilities one row after the other; shape `n x classCount`
  public static Predictions of(int[] actual, double[] probabilities, int classCount) {
    int rows = actual.length;
    if (probabilities.length != rows * classCount || rows == 0) {
      throw new IllegalArgumentException(
          "%d rows of %d classes, but %d probabilities"
              .formatted(rows, classCount, probabilities.length));
    }
    int[] predicted = new int[rows];
    for (int row = 0; row < rows; row++) {
      int best = 0;
      for (int group = 1; group < classCount; group++) {
        if (probabilities[row * classCount + group] > probabilities[row * classCount + best]) {
          best = group;
        }
      }
      predicted[row] = best;
    }
    double[] ones = new double[rows];
    Arrays.fill(ones, 1);
    return new Predictions(actual, probabilities, classCount, predicted, ones);
  }

  /// The same with other predicted classes, as a moved threshold gives.
  public Predictions withPredicted(int[] classes) {
    return new Predictions(actual, probabilities, classCount, classes, weights);
  }

  /// The same with a weight for each row.
  public Predictions withWeights(double[] rowWeights) {
    return new Predictions(actual, probabilities, classCount, predicted, rowWeights);
  }

  int rows() {
    return actual.length;
  }

  int classCount() {
    return classCount;
  }

  int actual(int row) {
    return actual[row];
  }

  int predicted(int row) {
    return predicted[row];
  }

  double weight(int row) {
    return weights[row];
  }

  double probability(int row, int group) {
    return probabilities[row * classCount + group];
  }

  double[] probabilities() {
    return probabilities;
  }

  double[] weights() {
    return weights;
  }

  /// Which classes any row has that counts.
  boolean[] present() {
    boolean[] present = new boolean[classCount];
    for (int row = 0; row < actual.length; row++) {
      present[actual[row]] |= weights[row] > 0;
    }
    return present;
  }
}
