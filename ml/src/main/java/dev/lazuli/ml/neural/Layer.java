package dev.lazuli.ml.neural;

import java.util.random.RandomGenerator;

/// One fully connected layer: `out = in * weights + biases`.
final class Layer {
  private final int inputs;
  private final int outputs;
  private final double[] weights;
  private final double[] biases;

  /// A layer of these numbers, which it owns from here on.
  ///
  /// @param weights `inputs x outputs`
  Layer(int inputs, int outputs, double[] weights, double[] biases) {
    if (weights.length != inputs * outputs || biases.length != outputs) {
      throw new IllegalArgumentException("the weights of a layer must fit its units");
    }
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = weights;
    this.biases = biases;
  }

  /// Random weights as in He, Zhang, Ren and Sun, [Delving deep into
  /// rectifiers](https://arxiv.org/abs/1502.01852).
  static Layer random(int inputs, int outputs, RandomGenerator random) {
    double[] weights = new double[inputs * outputs];
    double deviation = Math.sqrt(2.0 / Math.max(1, inputs));
    for (int i = 0; i < weights.length; i++) {
      weights[i] = deviation * random.nextGaussian();
    }
    return new Layer(inputs, outputs, weights, new double[outputs]);
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  /// `inputs x outputs`, not a copy.
  double[] weights() {
    return weights;
  }

  /// Not a copy.
  double[] biases() {
    return biases;
  }

  Layer copy() {
    return new Layer(inputs, outputs, weights.clone(), biases.clone());
  }

  /// The same with scores multiplied and then moved.
  Layer scaled(double factor, double shift) {
    Layer scaled = copy();
    for (int i = 0; i < weights.length; i++) {
      scaled.weights[i] *= factor;
    }
    for (int j = 0; j < outputs; j++) {
      scaled.biases[j] = scaled.biases[j] * factor + shift;
    }
    return scaled;
  }

  /// Computes one row.
  ///
  /// @param in numbers from `at` on
  /// @param out receives numbers from `to` on
  /// @param rectified whether negative results become 0
  void apply(double[] in, int at, double[] out, int to, boolean rectified) {
    System.arraycopy(biases, 0, out, to, outputs);
    for (int i = 0; i < inputs; i++) {
      double value = in[at + i];
      if (value != 0) {
        int line = i * outputs;
        for (int j = 0; j < outputs; j++) {
          out[to + j] += value * weights[line + j];
        }
      }
    }
    if (rectified) {
      for (int j = 0; j < outputs; j++) {
        out[to + j] = Math.max(out[to + j], 0);
      }
    }
  }
}
