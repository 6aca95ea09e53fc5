package dev.lazuli.ml.forecast.local;

import static dev.lazuli.ml.forecast.local.EtsForm.Component.NONE;

/// Exponential smoothing: parameters, and the state at the end of a series.
public final class EtsModel implements SeriesModel {
  private final EtsForm form;
  private final double[] smoothing;
  private final double level;
  private final double trend;
  private final double[] seasons;
  private final int place;
  private final Likelihood likelihood;

  /// A model in some state.
  ///
  /// @param smoothing alpha, beta, gamma and phi
  /// @param seasons one period; empty without a season
  /// @param place of the next value's season
  public EtsModel(
      EtsForm form,
      double[] smoothing,
      double level,
      double trend,
      double[] seasons,
      int place,
      Likelihood likelihood) {
    this.form = form;
    this.smoothing = smoothing;
    this.level = level;
    this.trend = trend;
    this.seasons = seasons;
    this.place = place;
    this.likelihood = likelihood;
  }

  /// The form.
  public EtsForm form() {
    return form;
  }

  /// Alpha, beta, gamma and phi; not a copy.
  public double[] smoothing() {
    return smoothing;
  }

  /// The level at the end.
  public double level() {
    return level;
  }

  /// The trend at the end.
  public double trend() {
    return trend;
  }

  /// The seasons at the end; not a copy.
  public double[] seasons() {
    return seasons;
  }

  /// Where in the seasons the next value stands.
  public int place() {
    return place;
  }

  /// How likely it makes the series that it was fitted to.
  public Likelihood likelihood() {
    return likelihood;
  }

  @Override
  public double[] forecast(int horizon) {
    double[] forecast = new double[horizon];
    double phi = form.damped() ? smoothing[3] : 1;
    double steps = 0;
    double power = 1;
    for (int h = 0; h < horizon; h++) {
      power *= phi;
      steps += power;
      double base =
          switch (form.trend()) {
            case NONE -> level;
            case ADDITIVE -> level + steps * trend;
            case MULTIPLICATIVE -> level * Math.pow(trend, steps);
          };
      double season = form.season() == NONE ? 0 : seasons[(place + h) % seasons.length];
      forecast[h] =
          switch (form.season()) {
            case NONE -> base;
            case ADDITIVE -> base + season;
            case MULTIPLICATIVE -> base * season;
          };
    }
    return forecast;
  }

  @Override
  public EtsModel after(double[] values) {
    EtsState state = new EtsState(form, smoothing, level, trend, seasons.clone(), place);
    for (double value : values) {
      state.step(value);
    }
    return new EtsModel(
        form, smoothing, state.level(), state.trend(), state.seasons(), state.place(), likelihood);
  }
}
