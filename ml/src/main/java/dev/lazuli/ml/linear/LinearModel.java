package dev.lazuli.ml.linear;

import dev.lazuli.ml.score.RowModel;

/// A linear model over feature rows, with standardisation and one-hot codes folded into its
/// weights.
///
/// A numeric feature adds `slope * clip(x, low, high)`, or its own number when missing; a category
/// adds the number of its code, the last one when missing or unknown. Immutable.
public final class LinearModel implements RowModel {
  private final int[] cardinalities;
  private final int[] starts;
  private final double[] low;
  private final double[] high;
  private final double[] intercepts;
  private final double[] weights;

  /// A model of these numbers, which it owns from here on.
  ///
  /// @param cardinalities codes of each feature; 0 for a numeric one
  /// @param low least value used of each numeric feature
  /// @param high greatest value used of each numeric feature
  /// @param intercepts one for each output
  /// @param weights row-major with a column for each output: for a numeric feature the rows slope
  ///   and missing, for a category a row for each code and one for missing
  public LinearModel(
      int[] cardinalities, double[] low, double[] high, double[] intercepts, double[] weights) {
    this.cardinalities = cardinalities;
    this.low = low;
    this.high = high;
    this.intercepts = intercepts;
    this.weights = weights;
    this.starts = new int[cardinalities.length];
    int rows = 0;
    for (int f = 0; f < cardinalities.length; f++) {
      starts[f] = rows * intercepts.length;
      rows += rowsOf(cardinalities[f]);
    }
    boolean fits =
        weights.length == rows * intercepts.length
            && low.length == starts.length
            && high.length == starts.length;
    if (!fits) {
      throw new IllegalArgumentException("the weights of a linear model must fit its features");
    }
  }

  static int rowsOf(int cardinality) {
    return cardinality == 0 ? 2 : cardinality + 1;
  }

  @Override
  public int outputs() {
    return intercepts.length;
  }

  @Override
  public int features() {
    return starts.length;
  }

  @Override
  public void score(double[] row, double[] out) {
    int k = intercepts.length;
    System.arraycopy(intercepts, 0, out, 0, k);
    for (int f = 0; f < starts.length; f++) {
      double x = row[f];
      int at = starts[f];
      if (cardinalities[f] == 0 && !Double.isNaN(x)) {
        double clipped = Math.min(Math.max(x, low[f]), high[f]);
        for (int j = 0; j < k; j++) {
          out[j] += weights[at + j] * clipped;
        }
      } else {
        int line = cardinalities[f] == 0 ? 1 : Double.isNaN(x) ? cardinalities[f] : (int) x;
        for (int j = 0; j < k; j++) {
          out[j] += weights[at + line * k + j];
        }
      }
    }
  }

  /// The same with scores multiplied and then moved.
  public LinearModel scaled(double factor, double shift) {
    double[] constants = intercepts.clone();
    for (int j = 0; j < constants.length; j++) {
      constants[j] = constants[j] * factor + shift;
    }
    double[] scaled = weights.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return new LinearModel(cardinalities, low, high, constants, scaled);
  }

  /// The model that scores with this one and then with a linear model of its scores, whose bounds
  /// are left out.
  LinearModel then(LinearModel outer) {
    int k = intercepts.length;
    int outputs = outer.outputs();
    double[] folded = new double[weights.length / k * outputs];
    double[] constants = outer.intercepts.clone();
    for (int j = 0; j < outputs; j++) {
      for (int i = 0; i < k; i++) {
        double slope = outer.slope(i, j);
        constants[j] += slope * intercepts[i];
        for (int line = 0; line < weights.length / k; line++) {
          folded[line * outputs + j] += slope * weights[line * k + i];
        }
      }
    }
    return new LinearModel(cardinalities, low, high, constants, folded);
  }

  /// The slope of a numeric feature for an output.
  public double slope(int feature, int output) {
    return weights[starts[feature] + output];
  }

  /// What an output begins with.
  public double intercept(int output) {
    return intercepts[output];
  }

  /// Codes of each feature, 0 for a numeric one; not a copy: only to read.
  public int[] cardinalities() {
    return cardinalities;
  }

  /// Least values used; not a copy: only to read.
  public double[] low() {
    return low;
  }

  /// Greatest values used; not a copy: only to read.
  public double[] high() {
    return high;
  }

  /// Intercepts; not a copy: only to read.
  public double[] intercepts() {
    return intercepts;
  }

  /// All weights as the constructor takes them; not a copy: only to read.
  public double[] weights() {
    return weights;
  }
}
