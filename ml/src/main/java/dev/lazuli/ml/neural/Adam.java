package dev.lazuli.ml.neural;

/// The steps of one array of weights: [Adam](https://arxiv.org/abs/1412.6980), with the weight
/// decay apart from the slope as in [AdamW](https://arxiv.org/abs/1711.05101).
final class Adam {
  private static final double FIRST = 0.9;
  private static final double SECOND = 0.999;
  private static final double SMALL = 1e-8;

  private final double[] mean;
  private final double[] square;

  Adam(int size) {
    mean = new double[size];
    square = new double[size];
  }

  /// Moves the weights.
  ///
  /// @param step number of this step, from 1
  /// @param decay part of each weight that is taken off, times the rate
  void step(double[] weights, double[] slopes, int step, double rate, double decay) {
    double first = rate / (1 - Math.pow(FIRST, step));
    double second = 1 / (1 - Math.pow(SECOND, step));
    double kept = 1 - rate * decay;
    for (int i = 0; i < weights.length; i++) {
      double slope = slopes[i];
      mean[i] = FIRST * mean[i] + (1 - FIRST) * slope;
      square[i] = SECOND * square[i] + (1 - SECOND) * slope * slope;
      weights[i] = kept * weights[i] - first * mean[i] / (Math.sqrt(square[i] * second) + SMALL);
    }
  }
}
