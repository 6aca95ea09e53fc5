package dev.lazuli.ml.forecast.local;

import java.util.ArrayList;
import java.util.List;

/// Seasons that repeat as they are, and a model of the rest.
public final class SeasonModel implements SeriesModel {
  private final List<RepeatModel> seasons;
  private final SeriesModel rest;

  /// A model of a sum.
  public SeasonModel(List<RepeatModel> seasons, SeriesModel rest) {
    this.seasons = List.copyOf(seasons);
    this.rest = rest;
  }

  /// The seasons, of one or more periods.
  public List<RepeatModel> seasons() {
    return seasons;
  }

  /// The model of the series less its seasons.
  public SeriesModel rest() {
    return rest;
  }

  @Override
  public double[] forecast(int horizon) {
    double[] forecast = rest.forecast(horizon);
    for (RepeatModel season : seasons) {
      double[] add = season.forecast(horizon);
      for (int h = 0; h < horizon; h++) {
        forecast[h] += add[h];
      }
    }
    return forecast;
  }

  @Override
  public SeasonModel after(double[] values) {
    double[] less = values.clone();
    List<RepeatModel> turned = new ArrayList<>();
    for (RepeatModel season : seasons) {
      double[] add = season.forecast(values.length);
      for (int i = 0; i < less.length; i++) {
        less[i] -= add[i];
      }
      turned.add(season.after(add));
    }
    return new SeasonModel(turned, rest.after(less));
  }
}
