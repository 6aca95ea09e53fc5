package dev.lazuli.ml.forecast;

import dev.lazuli.ml.StopSignal;
import java.util.Map;

/// A way to forecast that is tried.
sealed interface Candidate permits LocalCandidate, PanelCandidate {
  /// The algorithm's name, such as `AutoArima`.
  String algorithm();

  /// Its settings.
  Map<String, String> params();

  /// Seconds that trying it takes, roughly.
  double seconds();

  /// Forecasts of all cells of the backtest.
  double[] backtest(StopSignal stop);

  /// The member made of all values; needs [#backtest] before. When `soft` stops, what was fitted
  /// for the backtest goes on in its place.
  ForecastMember member(double weight, StopSignal soft);
}
