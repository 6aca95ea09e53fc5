package dev.lazuli.ml.forecast.local;

/// The likelihood of a stationary series under an ARMA model.
///
/// The state space form is Harvey's; the first state's covariance is found by doubling, and once
/// the filter has settled its gain is kept (Gardner, Harvey and Phillips 1980, [AS
/// 154](https://doi.org/10.2307/2346910), has the same idea).
final class ArmaFilter {
  private static final double SETTLED = 1e-9;
  private static final int DOUBLINGS_MAX = 40;

  private final double[] ar;
  private final double[] ma;
  private final int r;

  /// @param arPolynomial `1 - a1 B - ...`
  /// @param maPolynomial `1 + b1 B + ...`
  ArmaFilter(double[] arPolynomial, double[] maPolynomial) {
    r = Math.max(arPolynomial.length - 1, maPolynomial.length);
    ar = new double[r];
    ma = new double[r];
    for (int i = 1; i < arPolynomial.length; i++) {
      ar[i - 1] = -arPolynomial[i];
    }
    System.arraycopy(maPolynomial, 0, ma, 0, maPolynomial.length);
  }

  /// What the filter saw of a series.
  ///
  /// @param variance of the innovations, most likely
  /// @param logLikelihood at that variance
  record Seen(double variance, double logLikelihood) {}

  /// Runs over a series whose mean is 0.
  ///
  /// @param residuals receives the innovations
  Seen run(double[] series, double[] residuals) {
    int n = series.length;
    double[] state = new double[r];
    double[] next = new double[r];
    double[][] covariance = first();
    double[] gain = new double[r];
    double squares = 0;
    double logs = 0;
    boolean settled = false;
    for (int t = 0; t < n; t++) {
      double variance = settled ? 1 : covariance[0][0];
      double away = series[t] - state[0];
      residuals[t] = away;
      squares += away * away / variance;
      for (int i = 0; i < r && !settled; i++) {
        gain[i] = covariance[i][0] / variance;
      }
      double now = state[0] + gain[0] * away;
      for (int i = 0; i < r; i++) {
        next[i] = ar[i] * now + (i + 1 < r ? state[i + 1] + gain[i + 1] * away : 0);
      }
      double[] swap = state;
      state = next;
      next = swap;
      if (!settled) {
        logs += Math.log(variance);
        covariance = step(covariance, gain, variance);
        settled = trace(covariance) - maSquares() < SETTLED;
        if (settled) {
          System.arraycopy(ma, 0, gain, 0, r);
        }
      }
    }
    double variance = Math.max(squares / n, 1e-300);
    double logLikelihood = -0.5 * (n * (Math.log(2 * Math.PI * variance) + 1) + logs);
    return new Seen(variance, logLikelihood);
  }

  private double maSquares() {
    double sum = 0;
    for (double weight : ma) {
      sum += weight * weight;
    }
    return sum;
  }

  private static double trace(double[][] matrix) {
    double sum = 0;
    for (int i = 0; i < matrix.length; i++) {
      sum += matrix[i][i];
    }
    return sum;
  }

  /// The covariance of the next state before its value is seen, from this one's.
  private double[][] step(double[][] before, double[] gain, double variance) {
    double[][] filtered = new double[r][r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < r; j++) {
        filtered[i][j] = before[i][j] - gain[i] * gain[j] * variance;
      }
    }
    return moved(filtered);
  }

  /// `T P T' + R R'`.
  private double[][] moved(double[][] p) {
    double[][] moved = new double[r][r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < r; j++) {
        double sum = ar[i] * ar[j] * p[0][0] + ma[i] * ma[j];
        if (j + 1 < r) {
          sum += ar[i] * p[0][j + 1];
        }
        if (i + 1 < r) {
          sum += ar[j] * p[i + 1][0];
          if (j + 1 < r) {
            sum += p[i + 1][j + 1];
          }
        }
        moved[i][j] = sum;
      }
    }
    return moved;
  }

  /// The stationary covariance: the sum of `T^k R R' T'^k`, doubled until it stands.
  private double[][] first() {
    double[][] power = new double[r][r];
    double[][] sum = new double[r][r];
    for (int i = 0; i < r; i++) {
      power[i][0] = ar[i];
      if (i + 1 < r) {
        power[i][i + 1] = 1;
      }
      for (int j = 0; j < r; j++) {
        sum[i][j] = ma[i] * ma[j];
      }
    }
    for (int doubling = 0; doubling < DOUBLINGS_MAX; doubling++) {
      double[][] more = product(product(power, sum, false), power, true);
      double change = 0;
      for (int i = 0; i < r; i++) {
        for (int j = 0; j < r; j++) {
          sum[i][j] += more[i][j];
        }
        change = Math.max(change, more[i][i]);
      }
      if (change < 1e-14 * (1 + trace(sum))) {
        break;
      }
      power = product(power, power, false);
    }
    return sum;
  }

  private double[][] product(double[][] a, double[][] b, boolean transposed) {
    double[][] product = new double[r][r];
    for (int i = 0; i < r; i++) {
      for (int k = 0; k < r; k++) {
        double factor = a[i][k];
        if (factor != 0 && !transposed) {
          for (int j = 0; j < r; j++) {
            product[i][j] += factor * b[k][j];
          }
        } else if (factor != 0) {
          for (int j = 0; j < r; j++) {
            product[i][j] += factor * b[j][k];
          }
        }
      }
    }
    return product;
  }
}
