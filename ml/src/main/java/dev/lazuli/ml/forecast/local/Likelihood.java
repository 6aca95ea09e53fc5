package dev.lazuli.ml.forecast.local;

/// How likely a fitted model makes its series.
///
/// @param log the logarithm of the likelihood, errors being normal
/// @param aicc Akaike's criterion, corrected for short series; lower is better
public record Likelihood(double log, double aicc) {
  /// The likelihood of a model of so many parameters on `n` values.
  static Likelihood of(double log, int parameters, int n) {
    double k = parameters;
    return new Likelihood(log, -2 * log + 2 * k + 2 * k * (k + 1) / Math.max(1e-9, n - k - 1));
  }

  /// That of a model which was read from a file.
  public static Likelihood unknown() {
    return new Likelihood(Double.NaN, Double.NaN);
  }
}
