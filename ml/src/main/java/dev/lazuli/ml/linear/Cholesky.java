package dev.lazuli.ml.linear;

/// Solves linear equations with a positive definite matrix.
final class Cholesky {
  private Cholesky() {}

  /// The `x` with `matrix * x = right`.
  ///
  /// @param matrix `p x p`, symmetric and positive definite; changed
  static double[] solve(double[][] matrix, double[] right) {
    int p = right.length;
    double[] x = right.clone();
    for (int i = 0; i < p; i++) {
      double[] line = matrix[i];
      for (int j = 0; j <= i; j++) {
        double[] other = matrix[j];
        double sum = line[j];
        for (int k = 0; k < j; k++) {
          sum -= line[k] * other[k];
        }
        line[j] = i == j ? Math.sqrt(sum) : sum / other[j];
      }
      for (int k = 0; k < i; k++) {
        x[i] -= line[k] * x[k];
      }
      x[i] /= line[i];
    }
    for (int i = p - 1; i >= 0; i--) {
      x[i] /= matrix[i][i];
      for (int k = 0; k < i; k++) {
        x[k] -= matrix[i][k] * x[i];
      }
    }
    return x;
  }
}
