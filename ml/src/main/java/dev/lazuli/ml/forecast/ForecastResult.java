package dev.lazuli.ml.forecast;

/// What a run gives: what was tried, and the model.
public record ForecastResult(ForecastBoard board, ForecastModel model) {}
