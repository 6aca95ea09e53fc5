package dev.lazuli.ml.design;

import dev.lazuli.ml.StopSignal;

/// A design matrix of `n` rows: some dense columns, and 0/1 columns of which a row has few.
///
/// The intercept is one more column, the last.
public final class DesignRows {
  private final int n;
  private final int numeric;
  private final int slots;
  private final int columns;
  private final double[] dense;
  private final int[] active;

  /// @param dense `n x numeric`
  /// @param active `n x slots` columns that are 1, or -1
  DesignRows(int n, int numeric, int slots, int columns, double[] dense, int[] active) {
    this.n = n;
    this.numeric = numeric;
    this.slots = slots;
    this.columns = columns;
    this.dense = dense;
    this.active = active;
  }

  /// Number of rows.
  public int size() {
    return n;
  }

  /// Number of columns, without the intercept.
  public int columns() {
    return columns;
  }

  /// `x_row . coefficients`, intercept included.
  public double dot(int row, double[] coefficients) {
    double sum = coefficients[columns];
    int at = row * numeric;
    for (int j = 0; j < numeric; j++) {
      sum += dense[at + j] * coefficients[j];
    }
    for (int s = row * slots; s < (row + 1) * slots; s++) {
      if (active[s] >= 0) {
        sum += coefficients[active[s]];
      }
    }
    return sum;
  }

  /// `coefficients += factor * x_row`, intercept included.
  public void addTo(int row, double factor, double[] coefficients) {
    int at = row * numeric;
    for (int j = 0; j < numeric; j++) {
      coefficients[j] += factor * dense[at + j];
    }
    for (int s = row * slots; s < (row + 1) * slots; s++) {
      if (active[s] >= 0) {
        coefficients[active[s]] += factor;
      }
    }
    coefficients[columns] += factor;
  }

  /// `x_row . x_row`, intercept included.
  public double squaredNorm(int row) {
    double sum = 1;
    int at = row * numeric;
    for (int j = 0; j < numeric; j++) {
      sum += dense[at + j] * dense[at + j];
    }
    for (int s = row * slots; s < (row + 1) * slots; s++) {
      sum += active[s] >= 0 ? 1 : 0;
    }
    return sum;
  }

  /// `scores[i] = x_i . coefficients`, intercept included.
  public void multiply(double[] coefficients, double[] scores) {
    for (int i = 0; i < n; i++) {
      scores[i] = dot(i, coefficients);
    }
  }

  /// `sum_i values[i] * x_i`, intercept included.
  public double[] transposed(double[] values) {
    double[] sums = new double[columns + 1];
    for (int i = 0; i < n; i++) {
      double value = values[i];
      int at = i * numeric;
      for (int j = 0; j < numeric; j++) {
        sums[j] += dense[at + j] * value;
      }
      for (int s = i * slots; s < (i + 1) * slots; s++) {
        if (active[s] >= 0) {
          sums[active[s]] += value;
        }
      }
      sums[columns] += value;
    }
    return sums;
  }

  /// `sum_i weights[i] * x_i x_i'`, square and symmetric, intercept included.
  public double[][] gram(double[] weights, StopSignal stop) {
    int p = columns + 1;
    double[][] gram = new double[p][p];
    int[] place = new int[slots + 1];
    for (int i = 0; i < n; i++) {
      stop.checkAt(i);
      if (weights[i] != 0) {
        add(gram, i, weights[i], place);
      }
    }
    for (int a = 0; a < p; a++) {
      for (int b = 0; b < a; b++) {
        double sum = gram[a][b] + gram[b][a];
        gram[a][b] = sum;
        gram[b][a] = sum;
      }
    }
    return gram;
  }

  /// Adds one row's products, each pair in one of its two places.
  private void add(double[][] gram, int row, double weight, int[] place) {
    int switches = 0;
    for (int s = row * slots; s < (row + 1) * slots; s++) {
      if (active[s] >= 0) {
        place[switches++] = active[s];
      }
    }
    place[switches++] = columns;
    int at = row * numeric;
    for (int a = 0; a < numeric; a++) {
      double[] line = gram[a];
      double left = dense[at + a] * weight;
      for (int b = 0; b <= a; b++) {
        line[b] += left * dense[at + b];
      }
      for (int s = 0; s < switches; s++) {
        gram[place[s]][a] += left;
      }
    }
    for (int s = 0; s < switches; s++) {
      double[] line = gram[place[s]];
      for (int t = 0; t <= s; t++) {
        line[place[t]] += weight;
      }
    }
  }
}
