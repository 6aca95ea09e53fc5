package dev.lazuli.ml.forecast.local;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Fits one order of seasonal ARIMA: first the least squares of the errors from zero ones (CSS),
/// and from there the maximum of the exact likelihood of the differenced series.
final class Arima {
  private static final int CSS_STEPS = 60;
  private static final int STEPS_MAX = 60;
  private static final double TOLERANCE = 1e-9;

  private final double[] series;
  private final ArimaOrder order;
  private final StopSignal stop;
  private final double[] differenced;
  private final double mean;
  private final double scale;

  Arima(double[] series, ArimaOrder order, StopSignal stop) {
    this.series = series;
    this.order = order;
    this.stop = stop;
    this.differenced = Polynomials.apply(differences(), series);
    this.mean = order.constant() ? Arrays.stream(differenced).average().orElse(0) : 0;
    double squares = Arrays.stream(differenced).map(v -> (v - mean) * (v - mean)).sum();
    this.scale = Math.max(1e-12, Math.sqrt(squares / Math.max(1, differenced.length)));
  }

  private double[] differences() {
    return Polynomials.product(
        Polynomials.difference(1, order.differences()),
        Polynomials.difference(order.period(), order.seasonalDifferences()));
  }

  /// The weights that numbers without bounds stand for.
  private final class Weights {
    private final double[] ar;
    private final double[] ma;
    private final double center;

    Weights(double[] free) {
      int at = 0;
      double[] p = Polynomials.stationary(free, at, order.ar());
      at += order.ar();
      double[] q = Polynomials.stationary(free, at, order.ma());
      at += order.ma();
      double[] seasonalP = Polynomials.stationary(free, at, order.seasonalAr());
      at += order.seasonalAr();
      double[] seasonalQ = Polynomials.stationary(free, at, order.seasonalMa());
      at += order.seasonalMa();
      int m = order.period();
      ar = Polynomials.product(Polynomials.of(p, 1, -1), Polynomials.of(seasonalP, m, -1));
      ma = Polynomials.product(Polynomials.of(q, 1, -1), Polynomials.of(seasonalQ, m, -1));
      center = order.constant() ? mean + scale * free[at] : 0;
    }

    double[] centered() {
      return Arrays.stream(differenced).map(value -> value - center).toArray();
    }
  }

  private int size() {
    return order.parameters() - 1;
  }

  /// How likely the order makes the series, at the parameters that CSS finds.
  ///
  /// @param free parameters without bounds
  /// @param aicc Akaike's criterion, comparable among orders with the same differences only
  record Quick(FreeParameters free, double aicc) {}

  /// Parameters without bounds.
  static final class FreeParameters {
    private final double[] values;

    FreeParameters(double[] values) {
      this.values = values;
    }
  }

  /// A quick fit.
  ///
  /// @param exactly whether the likelihood is the exact one: that of CSS leaves out the first
  ///   errors, which flatters orders that look far back in short series
  Quick quick(boolean exactly) {
    double[] free = new Minimiser(this::css, 1e-7, stop).from(new double[size()], CSS_STEPS);
    int n = differenced.length;
    double log = exactly ? -n * exact(free) : -n * (css(free) + 0.5 * (Math.log(2 * Math.PI) + 1));
    double aicc = Likelihood.of(log, order.parameters(), n).aicc();
    return new Quick(
        new FreeParameters(free), Double.isNaN(aicc) ? Double.POSITIVE_INFINITY : aicc);
  }

  /// Half the logarithm of the mean squared error, errors before the start being 0.
  private double css(double[] free) {
    Weights weights = new Weights(free);
    double[] errors = new double[differenced.length];
    double squares = errors(weights, errors);
    int from = weights.ar.length - 1;
    return 0.5
        * Math.log(Math.max(squares, 1e-20 * scale * scale) / Math.max(1, errors.length - from));
  }

  private double errors(Weights weights, double[] errors) {
    int[] arLags = lags(weights.ar);
    int[] maLags = lags(weights.ma);
    int from = weights.ar.length - 1;
    double squares = 0;
    for (int t = from; t < errors.length; t++) {
      double error = differenced[t] - weights.center;
      for (int lag : arLags) {
        error += weights.ar[lag] * (differenced[t - lag] - weights.center);
      }
      for (int lag : maLags) {
        error -= t >= lag ? weights.ma[lag] * errors[t - lag] : 0;
      }
      errors[t] = error;
      squares += error * error;
    }
    return squares;
  }

  private static int[] lags(double[] polynomial) {
    return IntStream.range(1, polynomial.length).filter(lag -> polynomial[lag] != 0).toArray();
  }

  /// Half the loss of likelihood by value, for the minimiser.
  private double exact(double[] free) {
    Weights weights = new Weights(free);
    double[] centered = weights.centered();
    ArmaFilter.Seen seen =
        new ArmaFilter(weights.ar, weights.ma).run(centered, new double[centered.length]);
    return -seen.logLikelihood() / centered.length;
  }

  /// The most likely model.
  ArimaModel fit() {
    return fit(quick(false));
  }

  /// The most likely model, sought from a quick fit.
  ArimaModel fit(Quick quick) {
    double[] start = quick.free().values;
    double[] zeros = new double[size()];
    if (exact(zeros) < exact(start)) {
      start = zeros;
    }
    return model(new Minimiser(this::exact, TOLERANCE, stop).from(start, STEPS_MAX));
  }

  private ArimaModel model(double[] free) {
    Weights weights = new Weights(free);
    double[] centered = weights.centered();
    double[] residuals = new double[centered.length];
    ArmaFilter.Seen seen = new ArmaFilter(weights.ar, weights.ma).run(centered, residuals);
    double[] whole = Polynomials.product(weights.ar, differences());
    double[] valueWeights = new double[whole.length - 1];
    for (int i = 0; i < valueWeights.length; i++) {
      valueWeights[i] = -whole[i + 1];
    }
    double constant = weights.center * Arrays.stream(weights.ar).sum();
    return new ArimaModel(
        order,
        valueWeights,
        Arrays.copyOfRange(weights.ma, 1, weights.ma.length),
        constant,
        latest(series, valueWeights.length),
        latest(residuals, weights.ma.length - 1),
        Likelihood.of(seen.logLikelihood(), order.parameters(), centered.length));
  }

  private static double[] latest(double[] values, int count) {
    double[] latest = new double[count];
    for (int i = 0; i < count && i < values.length; i++) {
      latest[i] = values[values.length - 1 - i];
    }
    return latest;
  }
}
