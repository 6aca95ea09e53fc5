package dev.lazuli.ml.neural;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Slopes of the mean loss of a batch, by going through the layers and back.
final class Backward {
  private final List<Layer> layers;
  private final double[][] values;
  private final double[][] errors;
  private final double[][] weightSlopes;
  private final double[][] biasSlopes;
  private final double[][] turned;

  /// @param rowsMax rows in a batch at most
  Backward(List<Layer> layers, int rowsMax) {
    this.layers = layers;
    int count = layers.size();
    values = new double[count + 1][];
    errors = new double[count][];
    weightSlopes = new double[count][];
    biasSlopes = new double[count][];
    turned = new double[count][];
    values[0] = new double[rowsMax * layers.getFirst().inputs()];
    for (int l = 0; l < count; l++) {
      Layer layer = layers.get(l);
      values[l + 1] = new double[rowsMax * layer.outputs()];
      errors[l] = new double[rowsMax * layer.outputs()];
      weightSlopes[l] = new double[layer.weights().length];
      biasSlopes[l] = new double[layer.outputs()];
      turned[l] = new double[layer.weights().length];
    }
  }

  /// Where the vectors of a batch go; rows x columns.
  double[] inputs() {
    return values[0];
  }

  /// The scores of the last [#forward]; rows x outputs.
  double[] scores() {
    return values[layers.size()];
  }

  /// Where the loss's slopes in the scores go before [#backward]; rows x outputs.
  double[] scoreSlopes() {
    return errors[layers.size() - 1];
  }

  double[] weightSlopes(int layer) {
    return weightSlopes[layer];
  }

  double[] biasSlopes(int layer) {
    return biasSlopes[layer];
  }

  /// Computes the scores of `rows` rows.
  ///
  /// @param dropout part of the hidden units to leave out
  void forward(int rows, double dropout, RandomGenerator random) {
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      boolean isHidden = l < layers.size() - 1;
      for (int r = 0; r < rows; r++) {
        layer.apply(values[l], r * layer.inputs(), values[l + 1], r * layer.outputs(), isHidden);
      }
      if (isHidden && dropout > 0) {
        double[] units = values[l + 1];
        double kept = 1 / (1 - dropout);
        for (int i = 0; i < rows * layer.outputs(); i++) {
          units[i] = random.nextDouble() < dropout ? 0 : units[i] * kept;
        }
      }
    }
  }

  /// Computes the slopes of all weights from those of the scores.
  void backward(int rows, double dropout) {
    for (int l = layers.size() - 1; l >= 0; l--) {
      slopes(l, rows);
      if (l > 0) {
        pass(l, rows, 1 / (1 - dropout));
      }
    }
  }

  private void slopes(int l, int rows) {
    Layer layer = layers.get(l);
    int inputs = layer.inputs();
    int outputs = layer.outputs();
    double[] slopes = weightSlopes[l];
    double[] biases = biasSlopes[l];
    Arrays.fill(slopes, 0);
    Arrays.fill(biases, 0);
    double[] error = errors[l];
    for (int r = 0; r < rows; r++) {
      int at = r * outputs;
      for (int j = 0; j < outputs; j++) {
        biases[j] += error[at + j];
      }
      for (int i = 0; i < inputs; i++) {
        double value = values[l][r * inputs + i];
        if (value != 0) {
          int line = i * outputs;
          for (int j = 0; j < outputs; j++) {
            slopes[line + j] += value * error[at + j];
          }
        }
      }
    }
  }

  /// The errors of the layer before, from this one's.
  private void pass(int l, int rows, double kept) {
    Layer layer = layers.get(l);
    int inputs = layer.inputs();
    int outputs = layer.outputs();
    double[] across = turned[l];
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < outputs; j++) {
        across[j * inputs + i] = layer.weights()[i * outputs + j];
      }
    }
    double[] before = errors[l - 1];
    for (int r = 0; r < rows; r++) {
      int to = r * inputs;
      Arrays.fill(before, to, to + inputs, 0);
      for (int j = 0; j < outputs; j++) {
        double error = errors[l][r * outputs + j];
        if (error != 0) {
          int line = j * inputs;
          for (int i = 0; i < inputs; i++) {
            before[to + i] += error * across[line + i];
          }
        }
      }
      for (int i = 0; i < inputs; i++) {
        before[to + i] = values[l][to + i] > 0 ? before[to + i] * kept : 0;
      }
    }
  }
}
