package dev.lazuli.ml.forecast;

import dev.lazuli.ml.StopSignal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// A way to forecast that is tried.
sealed interface Candidate permits LocalCandidate, PanelCandidate {
  /// The algorithm's name, such as `AutoArima`.
  String algorithm();

  /// Its settings.
  Map<String, String> params();

  /// Seconds that trying it takes, roughly.
  double seconds();

  /// Forecasts of all cells of the backtest.
  ///
  /// @param isHopeless told the forecasts when those of the first origins of all series are there
  ///   and more would take time, whether it is not worth to go on
  /// @return empty when it was not
  Optional<double[]> backtest(StopSignal stop, Predicate<double[]> isHopeless);

  /// The member made of all values; needs [#backtest] before. When `soft` stops, what was fitted
  /// for the backtest goes on in its place.
  ForecastMember member(double weight, StopSignal soft);
}
