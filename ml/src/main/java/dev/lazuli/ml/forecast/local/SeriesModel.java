package dev.lazuli.ml.forecast.local;

/// A fitted model of one series, standing at its end. Immutable.
public sealed interface SeriesModel
    permits RepeatModel, DriftModel, EtsModel, ThetaModel, ArimaModel, CrostonModel, SeasonModel {
  /// Forecasts of the next values, the nearest first.
  double[] forecast(int horizon);

  /// The same model, with the same parameters, after these further values.
  SeriesModel after(double[] values);
}
