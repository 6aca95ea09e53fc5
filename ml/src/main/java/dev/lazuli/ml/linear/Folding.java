package dev.lazuli.ml.linear;

import dev.lazuli.ml.design.Design;

/// Folds standardisation and one-hot codes into the weights of a linear model.
final class Folding {
  private final Design design;
  private final double[][] coefficients;
  private final double[] weights;

  private Folding(Design design, double[][] coefficients, int lines) {
    this.design = design;
    this.coefficients = coefficients;
    this.weights = new double[lines * coefficients.length];
  }

  /// The model over feature rows that equals these coefficients of design columns.
  ///
  /// @param coefficients for each output the columns, then the intercept
  static LinearModel model(Design design, double[][] coefficients) {
    int d = design.features();
    int[] cardinalities = new int[d];
    double[] low = new double[d];
    double[] high = new double[d];
    int lines = 0;
    for (int f = 0; f < d; f++) {
      cardinalities[f] = design.cardinality(f);
      double reach = Design.DEVIATIONS_MAX * design.deviation(f);
      low[f] = cardinalities[f] > 0 ? 0 : design.mean(f) - reach;
      high[f] = cardinalities[f] > 0 ? 0 : design.mean(f) + reach;
      lines += LinearModel.rowsOf(cardinalities[f]);
    }
    Folding folding = new Folding(design, coefficients, lines);
    double[] intercepts = new double[coefficients.length];
    for (int j = 0; j < intercepts.length; j++) {
      intercepts[j] = folding.fold(j);
    }
    return new LinearModel(cardinalities, low, high, intercepts, folding.weights);
  }

  /// Writes the weights of output `j` and returns its intercept.
  private double fold(int j) {
    double intercept = coefficients[j][design.columns()];
    int line = 0;
    for (int f = 0; f < design.features(); f++) {
      line += weigh(f, line, j);
      int column = design.numericColumn(f);
      if (design.cardinality(f) == 0 && column >= 0) {
        intercept -= coefficients[j][column] / design.deviation(f) * design.mean(f);
      }
    }
    return intercept;
  }

  /// Writes one feature's lines of weights for output `j` and returns how many there are.
  private int weigh(int f, int line, int j) {
    int k = coefficients.length;
    int[] switches = design.switchColumns(f);
    if (design.cardinality(f) > 0) {
      for (int code = 0; code < switches.length; code++) {
        weights[(line + code) * k + j] = switches[code] < 0 ? 0 : coefficients[j][switches[code]];
      }
      return switches.length;
    }
    int column = design.numericColumn(f);
    double slope = column < 0 ? 0 : coefficients[j][column] / design.deviation(f);
    double missing = switches[0] < 0 ? 0 : coefficients[j][switches[0]];
    weights[line * k + j] = slope;
    weights[(line + 1) * k + j] = slope * design.mean(f) + missing;
    return 2;
  }
}
