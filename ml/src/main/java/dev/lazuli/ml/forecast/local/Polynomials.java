package dev.lazuli.ml.forecast.local;

/// Polynomials in the lag operator, as arrays: element `i` belongs to lag `i`.
final class Polynomials {
  private Polynomials() {}

  static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length + b.length - 1];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        product[i + j] += a[i] * b[j];
      }
    }
    return product;
  }

  /// `1 + sign * (c1 B^step + c2 B^(2 step) + ...)`.
  static double[] of(double[] coefficients, int step, double sign) {
    double[] polynomial = new double[coefficients.length * step + 1];
    polynomial[0] = 1;
    for (int i = 0; i < coefficients.length; i++) {
      polynomial[(i + 1) * step] = sign * coefficients[i];
    }
    return polynomial;
  }

  /// `(1 - B^step)^times`.
  static double[] difference(int step, int times) {
    double[] polynomial = {1};
    for (int i = 0; i < times; i++) {
      polynomial = product(polynomial, of(new double[] {1}, step, -1));
    }
    return polynomial;
  }

  /// Coefficients of a stationary autoregression from any numbers, by way of partial
  /// autocorrelations (Jones 1980, [Maximum likelihood fitting of ARMA models to time series with
  /// missing observations](https://doi.org/10.1080/00401706.1980.10486171)).
  static double[] stationary(double[] free, int from, int count) {
    double[] coefficients = new double[count];
    double[] before = new double[count];
    for (int k = 0; k < count; k++) {
      double partial = Math.tanh(free[from + k]);
      System.arraycopy(coefficients, 0, before, 0, k);
      for (int j = 0; j < k; j++) {
        coefficients[j] = before[j] - partial * before[k - 1 - j];
      }
      coefficients[k] = partial;
    }
    return coefficients;
  }

  /// The series after applying the polynomial to it; shorter by the polynomial's degree.
  static double[] apply(double[] polynomial, double[] series) {
    int degree = polynomial.length - 1;
    double[] result = new double[Math.max(0, series.length - degree)];
    for (int t = 0; t < result.length; t++) {
      double sum = 0;
      for (int i = 0; i <= degree; i++) {
        sum += polynomial[i] * series[t + degree - i];
      }
      result[t] = sum;
    }
    return result;
  }
}
