package dev.lazuli.ml.forecast.local;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.forecast.series.Seasonality;
import java.util.Arrays;

/// Fits the Theta method in its four variants: standard, optimised, and both with a line that
/// follows the series (dynamic).
///
/// The standard one is Assimakopoulos and Nikolopoulos,
/// [2000](https://doi.org/10.1016/S0169-2070(00)00066-2); the others are those of [ThetaModel].
/// Seasons are taken out by classical multiplicative decomposition when the autocorrelation at the
/// period is significant at 10 % and all values are positive.
public final class Theta {
  private static final double SIGNIFICANT = 1.645;
  private static final double ALPHA_MIN = 0.1;
  private static final double ALPHA_WIDTH = 0.89;
  private static final int STEPS_MAX = 100;
  private static final double TOLERANCE = 1e-9;

  private final double[] factors;
  private final double[] values;
  private final StopSignal stop;
  private final double scale;

  /// A fit of one series.
  ///
  /// @param series at least 3 values, none NaN
  /// @param period values in a season; 1 for none
  public Theta(double[] series, int period, StopSignal stop) {
    this.factors = isSeasonal(series, period) ? factors(series, period) : new double[0];
    this.values = series.clone();
    for (int i = 0; i < values.length && factors.length > 0; i++) {
      values[i] /= factors[i % period];
    }
    this.stop = stop;
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    this.scale = Math.max(1e-12, Math.sqrt(squares / values.length));
  }

  static boolean isSeasonal(double[] series, int period) {
    int n = series.length;
    if (period < 2 || n < 2 * period + 1 || Arrays.stream(series).anyMatch(v -> v <= 0)) {
      return false;
    }
    double[] correlations = autocorrelations(series, period);
    double squares = 0;
    for (int lag = 1; lag < period; lag++) {
      squares += correlations[lag] * correlations[lag];
    }
    return Math.abs(correlations[period]) > SIGNIFICANT * Math.sqrt((1 + 2 * squares) / n);
  }

  private static double[] autocorrelations(double[] series, int lagMax) {
    double mean = Arrays.stream(series).average().orElse(0);
    double[] sums = new double[lagMax + 1];
    for (int lag = 0; lag <= lagMax; lag++) {
      for (int i = lag; i < series.length; i++) {
        sums[lag] += (series[i] - mean) * (series[i - lag] - mean);
      }
    }
    double all = sums[0];
    return Arrays.stream(sums).map(sum -> all == 0 ? 0 : sum / all).toArray();
  }

  private static double[] factors(double[] series, int period) {
    double[] trend = Seasonality.movingAverage(series, period);
    double[] sums = new double[period];
    int[] counts = new int[period];
    for (int i = 0; i < series.length; i++) {
      if (!Double.isNaN(trend[i])) {
        sums[i % period] += series[i] / trend[i];
        counts[i % period]++;
      }
    }
    double mean = 0;
    for (int i = 0; i < period; i++) {
      sums[i] /= counts[i];
      mean += sums[i] / period;
    }
    for (int i = 0; i < period; i++) {
      sums[i] = Math.max(1e-3, sums[i] / mean);
    }
    return sums;
  }

  /// The variant with the least squared error of one-step forecasts.
  public ThetaModel choose() {
    ThetaModel best = null;
    double least = Double.POSITIVE_INFINITY;
    for (boolean optimised : new boolean[] {false, true}) {
      for (boolean dynamic : new boolean[] {false, true}) {
        Draft draft = new Draft(optimised, dynamic);
        double[] free = draft.best();
        double loss = draft.loss(free);
        if (best == null || loss < least) {
          best = draft.model(free);
          least = loss;
        }
      }
    }
    if (best == null) {
      throw new IllegalStateException("no variant was tried");
    }
    return best.after(restored());
  }

  /// The model of one variant.
  ///
  /// @param optimised whether theta is fitted rather than 2
  /// @param dynamic whether the line follows the series
  public ThetaModel fit(boolean optimised, boolean dynamic) {
    Draft draft = new Draft(optimised, dynamic);
    return draft.model(draft.best()).after(restored());
  }

  private double[] restored() {
    double[] series = values.clone();
    for (int i = 0; i < series.length && factors.length > 0; i++) {
      series[i] *= factors[i % factors.length];
    }
    return series;
  }

  /// One variant's parameters as numbers without bounds, and what they cost.
  private final class Draft {
    private final boolean optimised;
    private final boolean dynamic;
    private final double line;
    private final double slope;

    Draft(boolean optimised, boolean dynamic) {
      this.optimised = optimised;
      this.dynamic = dynamic;
      int n = values.length;
      double mean = Arrays.stream(values).average().orElse(0);
      double cross = 0;
      for (int i = 0; i < n; i++) {
        cross += (i + 1) * values[i];
      }
      this.slope = 6 * (2 * cross / n - (1 + n) * mean) / ((double) n * n - 1);
      this.line = mean - (n + 1) * slope / 2;
    }

    double[] best() {
      double[] start = new double[optimised ? 3 : 2];
      return new Minimiser(this::loss, TOLERANCE, stop).from(start, STEPS_MAX);
    }

    /// The model before the first value.
    ThetaModel model(double[] free) {
      double level = values[0] / 2 + scale * free[0];
      double alpha = ALPHA_MIN + ALPHA_WIDTH / (1 + Math.exp(-free[1]));
      double theta = optimised ? 1 + Math.exp(Math.min(20, free[2])) : 2;
      double[] state = {level, 0, dynamic ? values[0] : line, dynamic ? 0 : slope};
      return new ThetaModel(alpha, theta, dynamic, state, 0, factors);
    }

    /// The mean squared error of one-step forecasts, by the variance.
    double loss(double[] free) {
      ThetaModel model = model(free);
      double squares = 0;
      int from = dynamic ? 3 : 0;
      for (int i = 0; i < values.length; i++) {
        double away = (values[i] - model.next()) / scale;
        squares += i < from ? 0 : away * away;
        model = model.learn(values[i]);
      }
      return squares / Math.max(1, values.length - from);
    }
  }
}
