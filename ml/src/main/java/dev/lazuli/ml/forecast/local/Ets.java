package dev.lazuli.ml.forecast.local;

import static dev.lazuli.ml.forecast.local.EtsForm.Component.ADDITIVE;
import static dev.lazuli.ml.forecast.local.EtsForm.Component.MULTIPLICATIVE;
import static dev.lazuli.ml.forecast.local.EtsForm.Component.NONE;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.forecast.series.Seasonality;
import java.util.Arrays;
import java.util.List;

/// Fits exponential smoothing by maximum likelihood, first states included.
///
/// The forms and the likelihood are those of [EtsForm]'s book; smoothing stays in the usual region
/// (`0 < beta < alpha`, `0 < gamma < 1 - alpha`, `0.8 <= phi <= 0.98`).
public final class Ets {
  private static final double EDGE = 1e-4;
  private static final double PHI_MIN = 0.8;
  private static final double PHI_WIDTH = 0.18;
  private static final int STEPS_MAX = 150;
  private static final double TOLERANCE = 1e-8;

  /// Starts of the search: slow and fast levels, and parts of them for trend and season.
  private static final List<Double> SLOW = List.of(0.05, 0.3);

  private static final List<Double> FAST = List.of(0.7, 0.95);
  private static final List<Double> SHARES = List.of(0.05, 0.3, 0.9);

  private final double[] values;
  private final int period;
  private final StopSignal stop;
  private final double scale;
  private final boolean isPositive;

  /// A fit of one series.
  ///
  /// @param values at least 3, none NaN
  /// @param period values in a season; 1 for none
  public Ets(double[] values, int period, StopSignal stop) {
    this.values = values;
    this.period = period;
    this.stop = stop;
    this.scale = spread(values);
    this.isPositive = Arrays.stream(values).allMatch(value -> value > 0);
  }

  private static double spread(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double spread = Math.sqrt(squares / values.length);
    return spread > 0 ? spread : Math.max(1e-8, Math.abs(mean) * 1e-8);
  }

  /// The form with the least [Likelihood#aicc] of the usual ones, fitted.
  public EtsModel choose() {
    EtsModel best = null;
    for (EtsForm form : EtsForm.all()) {
      if (form.isUsual() && canFit(form)) {
        EtsModel model = fit(form);
        if (best == null || model.likelihood().aicc() < best.likelihood().aicc()) {
          best = model;
        }
      }
    }
    return best == null ? plain() : best;
  }

  /// Whether the series is long enough, and positive where that matters.
  public boolean canFit(EtsForm form) {
    boolean seasonal = form.season() != NONE;
    return values.length > form.parameters(period) + 1
        && (!seasonal || (period > 1 && values.length >= 2 * period))
        && (isPositive || !form.needsPositive());
  }

  private EtsModel plain() {
    EtsForm form = EtsForm.parse("ANN");
    double[] smoothing = {0.3, 0, 0, 1};
    return new EtsModel(form, smoothing, values[0], 0, new double[0], 0, Likelihood.unknown())
        .after(values);
  }

  /// The most likely model of a form.
  public EtsModel fit(EtsForm form) {
    Draft draft = new Draft(form);
    Minimiser minimiser = new Minimiser(draft::loss, TOLERANCE, stop);
    double[] best = minimiser.from(draft.start(SLOW), STEPS_MAX);
    double least = draft.loss(best);
    double[] other = minimiser.from(draft.start(FAST), STEPS_MAX);
    if (draft.loss(other) < least) {
      best = other;
      least = draft.loss(other);
    }
    EtsState state = draft.state(best);
    for (double value : values) {
      state.step(value);
    }
    int n = values.length;
    double logLikelihood = -0.5 * (n * (Math.log(2 * Math.PI) + 1) + n * least);
    return new EtsModel(
        form,
        draft.smoothing(best),
        state.level(),
        state.trend(),
        state.seasons(),
        state.place(),
        Likelihood.of(logLikelihood, form.parameters(period), n));
  }

  /// One form's parameters as numbers without bounds, and what they cost.
  private final class Draft {
    private final EtsForm form;
    private final boolean seasonal;
    private final double[] seasons;
    private final double level;
    private final double trend;

    Draft(EtsForm form) {
      this.form = form;
      this.seasonal = form.season() != NONE;
      this.seasons = seasonal ? firstSeasons(form.season() == MULTIPLICATIVE) : new double[0];
      double[] line = firstLine();
      this.level = line[0];
      this.trend = line[1];
    }

    /// The best of a few smoothings with the first states as guessed.
    double[] start(List<Double> alphas) {
      double[] best = new double[size()];
      double least = Double.POSITIVE_INFINITY;
      for (double alpha : alphas) {
        for (double beta : form.trend() == NONE ? List.of(0.0) : SHARES) {
          for (double gamma : seasonal ? SHARES : List.of(0.0)) {
            double[] tried = guess(alpha, beta, gamma);
            double loss = loss(tried);
            if (loss < least) {
              best = tried;
              least = loss;
            }
          }
        }
      }
      return best;
    }

    private double[] guess(double alpha, double beta, double gamma) {
      double[] guess = new double[size()];
      int at = 0;
      guess[at++] = logit(alpha);
      if (form.trend() != NONE) {
        guess[at++] = logit(beta);
        if (form.damped()) {
          guess[at++] = logit(0.9);
        }
      }
      if (seasonal) {
        guess[at] = logit(gamma);
      }
      return guess;
    }

    private int size() {
      return smoothings() + 1 + (form.trend() == NONE ? 0 : 1) + (seasonal ? period - 1 : 0);
    }

    private int smoothings() {
      return 1 + (form.trend() == NONE ? 0 : 1) + (form.damped() ? 1 : 0) + (seasonal ? 1 : 0);
    }

    double[] smoothing(double[] free) {
      int at = 0;
      double alpha = EDGE + (1 - 2 * EDGE) * share(free[at++]);
      double beta = form.trend() == NONE ? 0 : alpha * (EDGE + (1 - EDGE) * share(free[at++]));
      double phi = form.damped() ? PHI_MIN + PHI_WIDTH * share(free[at++]) : 1;
      double gamma = seasonal ? (1 - alpha) * (EDGE + (1 - EDGE) * share(free[at])) : 0;
      return new double[] {alpha, beta, gamma, phi};
    }

    EtsState state(double[] free) {
      int at = smoothings();
      double firstLevel = level + scale * free[at++];
      double firstTrend = trend;
      if (form.trend() == ADDITIVE) {
        firstTrend += scale * 0.1 * free[at++];
      } else if (form.trend() == MULTIPLICATIVE) {
        firstTrend *= Math.exp(0.1 * free[at++]);
      }
      double[] first = seasons.clone();
      if (seasonal) {
        boolean times = form.season() == MULTIPLICATIVE;
        double sum = 0;
        for (int i = 0; i < period - 1; i++) {
          first[i] += (times ? 0.1 : 0.3 * scale) * free[at++];
          sum += first[i];
        }
        first[period - 1] = (times ? period : 0) - sum;
      }
      return new EtsState(form, smoothing(free), firstLevel, firstTrend, first, 0);
    }

    /// Minus twice the logarithm of the likelihood, by value, up to a constant.
    double loss(double[] free) {
      EtsState state = state(free);
      boolean relative = form.error() == MULTIPLICATIVE;
      boolean positive = form.needsPositive();
      double squares = 0;
      double logs = 0;
      for (double value : values) {
        double forecast = state.step(value);
        if (positive && !(forecast > 0 && state.level() > 0)) {
          return Double.POSITIVE_INFINITY;
        }
        double error = relative ? (value - forecast) / forecast : value - forecast;
        squares += error * error;
        logs += relative ? Math.log(forecast) : 0;
      }
      int n = values.length;
      double floor = relative ? 1e-20 : 1e-20 * scale * scale;
      return Math.log(Math.max(squares / n, floor)) + 2 * logs / n;
    }

    private double[] firstSeasons(boolean times) {
      double[] trendLine = Seasonality.movingAverage(values, period);
      double[] sums = new double[period];
      int[] counts = new int[period];
      for (int i = 0; i < values.length; i++) {
        if (!Double.isNaN(trendLine[i])) {
          sums[i % period] += times ? values[i] / trendLine[i] : values[i] - trendLine[i];
          counts[i % period]++;
        }
      }
      double mean = 0;
      for (int i = 0; i < period; i++) {
        sums[i] = counts[i] == 0 ? (times ? 1 : 0) : sums[i] / counts[i];
        mean += sums[i] / period;
      }
      for (int i = 0; i < period; i++) {
        sums[i] = times ? Math.max(0.01, sums[i] / mean) : sums[i] - mean;
      }
      return sums;
    }

    /// Level and trend before the first value: a line through the first values without seasons.
    private double[] firstLine() {
      int n = Math.min(values.length, Math.max(10, 2 * period));
      double meanAt = (n + 1) / 2.0;
      double mean = 0;
      double cross = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        mean += adjusted(i) / n;
      }
      for (int i = 0; i < n; i++) {
        cross += (i + 1 - meanAt) * (adjusted(i) - mean);
        squares += (i + 1 - meanAt) * (i + 1 - meanAt);
      }
      double slope = cross / squares;
      double first = mean - slope * meanAt;
      return switch (form.trend()) {
        case NONE -> new double[] {mean, 0};
        case ADDITIVE ->
            new double[] {form.needsPositive() && first <= 0 ? adjusted(0) : first, slope};
        case MULTIPLICATIVE -> {
          double start = first > 0 ? first : adjusted(0);
          yield new double[] {start, Math.clamp(1 + slope / Math.max(start, 1e-12), 0.8, 1.25)};
        }
      };
    }

    private double adjusted(int i) {
      return switch (form.season()) {
        case NONE -> values[i];
        case ADDITIVE -> values[i] - seasons[i % period];
        case MULTIPLICATIVE -> values[i] / seasons[i % period];
      };
    }
  }

  private static double share(double free) {
    return 1 / (1 + Math.exp(-free));
  }

  private static double logit(double share) {
    return Math.log(share / (1 - share));
  }
}
