package dev.lazuli.ml.forecast.local;

import static dev.lazuli.ml.forecast.local.EtsForm.Component.ADDITIVE;
import static dev.lazuli.ml.forecast.local.EtsForm.Component.MULTIPLICATIVE;
import static dev.lazuli.ml.forecast.local.EtsForm.Component.NONE;

/// Level, trend and seasons as they move along a series; for one thread.
final class EtsState {
  private final EtsForm form;
  private final double alpha;
  private final double beta;
  private final double gamma;
  private final double phi;
  private final double[] seasons;
  private double level;
  private double trend;
  private int place;

  /// @param smoothing alpha, beta, gamma and phi
  /// @param seasons one period, owned by the state; empty without a season
  /// @param place of the next value's season
  EtsState(
      EtsForm form, double[] smoothing, double level, double trend, double[] seasons, int place) {
    this.form = form;
    this.alpha = smoothing[0];
    this.beta = smoothing[1];
    this.gamma = smoothing[2];
    this.phi = smoothing[3];
    this.level = level;
    this.trend = trend;
    this.seasons = seasons;
    this.place = place;
  }

  double level() {
    return level;
  }

  double trend() {
    return trend;
  }

  double[] seasons() {
    return seasons;
  }

  int place() {
    return place;
  }

  /// Forecasts one value, then learns it; the forecast is the result.
  double step(double value) {
    double damped = form.trend() == MULTIPLICATIVE ? power(trend) : phi * trend;
    double base =
        switch (form.trend()) {
          case NONE -> level;
          case ADDITIVE -> level + damped;
          case MULTIPLICATIVE -> level * damped;
        };
    double season = form.season() == NONE ? 0 : seasons[place];
    double forecast =
        switch (form.season()) {
          case NONE -> base;
          case ADDITIVE -> base + season;
          case MULTIPLICATIVE -> base * season;
        };
    double adjusted =
        switch (form.season()) {
          case NONE -> value;
          case ADDITIVE -> value - season;
          case MULTIPLICATIVE -> value / season;
        };
    double before = level;
    level = base + alpha * (adjusted - base);
    if (form.trend() == ADDITIVE) {
      trend = damped + beta / alpha * (level - before - damped);
    } else if (form.trend() == MULTIPLICATIVE) {
      trend = damped + beta / alpha * (level / before - damped);
    }
    if (form.season() != NONE) {
      double seen = form.season() == ADDITIVE ? value - base : value / base;
      seasons[place] = season + gamma * (seen - season);
      place = place + 1 == seasons.length ? 0 : place + 1;
    }
    return forecast;
  }

  private double power(double value) {
    return form.damped() ? Math.pow(value, phi) : value;
  }
}
