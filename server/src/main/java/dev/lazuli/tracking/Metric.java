package dev.lazuli.tracking;

/// One point of a metric.
///
/// @param value finite or NaN
/// @param timestampMs milliseconds since 1970
public record Metric(String key, double value, long timestampMs, long step) {}
