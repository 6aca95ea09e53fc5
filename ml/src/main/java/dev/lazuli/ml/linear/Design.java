package dev.lazuli.ml.linear;

import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import java.util.Arrays;

/// The columns of a linear model's design matrix, learned from training rows.
///
/// A numeric feature becomes one standardised column, with 0 for missing, and a column that marks
/// missing values when training has some; a category becomes a 0/1 column for each code met in
/// training, and one for missing. Column numbers: first all standardised ones, then the 0/1 ones.
final class Design {
  /// Values further from the mean than this many standard deviations are clipped.
  private static final double DEVIATIONS_MAX = 10;

  private final FeatureTable table;
  private final int numericCount;
  private final int[] numericColumn;
  private final double[] mean;
  private final double[] deviation;
  private final int[][] switchColumns;
  private final int columns;

  private Design(FeatureTable table, Moments moments, int[][] switchColumns, int columns) {
    this.table = table;
    this.numericColumn = moments.column;
    this.numericCount = moments.count;
    this.mean = moments.mean;
    this.deviation = moments.deviation;
    this.switchColumns = switchColumns;
    this.columns = columns;
  }

  /// Means and deviations of the numeric features.
  private static final class Moments {
    private final int[] column;
    private final double[] mean;
    private final double[] deviation;
    private int count;

    Moments(int features) {
      column = new int[features];
      mean = new double[features];
      deviation = new double[features];
      Arrays.fill(column, -1);
    }

    void add(int feature, Feature.Numeric values, int[] rows) {
      double sum = 0;
      int present = 0;
      for (int row : rows) {
        double value = values.value(row);
        if (Double.isFinite(value)) {
          sum += value;
          present++;
        }
      }
      double center = present == 0 ? 0 : sum / present;
      double squares = 0;
      for (int row : rows) {
        double value = values.value(row);
        if (Double.isFinite(value)) {
          squares += (value - center) * (value - center);
        }
      }
      mean[feature] = center;
      deviation[feature] = present == 0 ? 0 : Math.sqrt(squares / present);
      if (deviation[feature] > 1e-12 * Math.abs(center) && deviation[feature] > 0) {
        column[feature] = count++;
      }
    }
  }

  static Design learn(FeatureTable table, int[] rows) {
    int d = table.features().size();
    Moments moments = new Moments(d);
    for (int f = 0; f < d; f++) {
      if (table.features().get(f) instanceof Feature.Numeric numeric) {
        moments.add(f, numeric, rows);
      }
    }
    int[][] switches = new int[d][];
    int next = moments.count;
    for (int f = 0; f < d; f++) {
      boolean[] met = met(table.features().get(f), rows);
      switches[f] = new int[met.length];
      for (int line = 0; line < met.length; line++) {
        switches[f][line] = met[line] ? next++ : -1;
      }
    }
    return new Design(table, moments, switches, next);
  }

  /// Which 0/1 columns a feature needs: missing for a number; each code, then missing, for a
  /// category.
  private static boolean[] met(Feature feature, int[] rows) {
    return switch (feature) {
      case Feature.Numeric numeric -> {
        boolean[] met = new boolean[1];
        for (int row : rows) {
          met[0] |= Double.isNaN(numeric.value(row));
        }
        yield met;
      }
      case Feature.Categorical category -> {
        boolean[] met = new boolean[category.cardinality() + 1];
        for (int row : rows) {
          met[category.code(row) < 0 ? category.cardinality() : category.code(row)] = true;
        }
        yield met;
      }
    };
  }

  /// Number of columns, without the intercept.
  int columns() {
    return columns;
  }

  /// Number of standardised columns.
  int numericCount() {
    return numericCount;
  }

  /// The matrix of `rows`.
  DesignRows rows(int[] rows) {
    int d = switchColumns.length;
    double[] dense = new double[rows.length * numericCount];
    int[] active = new int[rows.length * d];
    for (int f = 0; f < d; f++) {
      for (int i = 0; i < rows.length; i++) {
        active[i * d + f] = -1;
      }
      switch (table.features().get(f)) {
        case Feature.Numeric numeric -> numericCells(f, numeric, rows, dense, active);
        case Feature.Categorical category -> {
          for (int i = 0; i < rows.length; i++) {
            int code = category.code(rows[i]);
            active[i * d + f] = switchColumns[f][code < 0 ? category.cardinality() : code];
          }
        }
      }
    }
    return new DesignRows(rows.length, numericCount, d, columns, dense, active);
  }

  private void numericCells(
      int f, Feature.Numeric numeric, int[] rows, double[] dense, int[] active) {
    int column = numericColumn[f];
    for (int i = 0; i < rows.length; i++) {
      double value = numeric.value(rows[i]);
      if (Double.isNaN(value)) {
        active[i * switchColumns.length + f] = switchColumns[f][0];
      } else if (column >= 0) {
        double standard = (value - mean[f]) / deviation[f];
        dense[i * numericCount + column] =
            Math.min(Math.max(standard, -DEVIATIONS_MAX), DEVIATIONS_MAX);
      }
    }
  }

  /// The model over feature rows that equals these coefficients.
  ///
  /// @param coefficients for each output the columns, then the intercept
  LinearModel model(double[][] coefficients) {
    int d = switchColumns.length;
    int k = coefficients.length;
    int[] cardinalities = new int[d];
    double[] low = new double[d];
    double[] high = new double[d];
    int lines = 0;
    for (int f = 0; f < d; f++) {
      boolean category = table.features().get(f) instanceof Feature.Categorical;
      cardinalities[f] = category ? switchColumns[f].length - 1 : 0;
      low[f] = category ? 0 : mean[f] - DEVIATIONS_MAX * deviation[f];
      high[f] = category ? 0 : mean[f] + DEVIATIONS_MAX * deviation[f];
      lines += LinearModel.rowsOf(cardinalities[f]);
    }
    double[] weights = new double[lines * k];
    double[] intercepts = new double[k];
    for (int j = 0; j < k; j++) {
      intercepts[j] = coefficients[j][columns];
      int line = 0;
      for (int f = 0; f < d; f++) {
        line += weigh(f, coefficients[j], weights, line, j, k);
        if (cardinalities[f] == 0 && numericColumn[f] >= 0) {
          intercepts[j] -= coefficients[j][numericColumn[f]] / deviation[f] * mean[f];
        }
      }
    }
    return new LinearModel(cardinalities, low, high, intercepts, weights);
  }

  /// Writes one feature's lines of weights for output `j` and returns how many there are.
  private int weigh(int f, double[] coefficients, double[] weights, int line, int j, int k) {
    int[] switches = switchColumns[f];
    if (table.features().get(f) instanceof Feature.Categorical) {
      for (int code = 0; code < switches.length; code++) {
        weights[(line + code) * k + j] = switches[code] < 0 ? 0 : coefficients[switches[code]];
      }
      return switches.length;
    }
    double slope = numericColumn[f] < 0 ? 0 : coefficients[numericColumn[f]] / deviation[f];
    double missing = switches[0] < 0 ? 0 : coefficients[switches[0]];
    weights[line * k + j] = slope;
    weights[(line + 1) * k + j] = slope * mean[f] + missing;
    return 2;
  }
}
