package dev.lazuli.ml.forecast;

import dev.lazuli.ml.metric.MetricArtifact;
import java.util.List;

/// What a run gives: what was tried, the model, and charts of its forecasts at the rolling origins.
public record ForecastResult(
    ForecastBoard board, ForecastModel model, List<MetricArtifact> charts) {
  /// Copies the list.
  public ForecastResult {
    charts = List.copyOf(charts);
  }
}
