package dev.lazuli.tracing;

/// A step of a trace.
///
/// @param parentId empty for the first step
/// @param type MLflow's word, such as `LLM` or `RETRIEVER`; empty for none
/// @param status `OK`, `ERROR` or `UNSET`
/// @param content the whole span as OpenTelemetry writes it in JSON
public record Span(
    String id,
    String parentId,
    String name,
    String type,
    String status,
    long startNs,
    long endNs,
    String content) {
  /// Whether the trace began with it.
  public boolean isRoot() {
    return parentId.isEmpty();
  }
}
