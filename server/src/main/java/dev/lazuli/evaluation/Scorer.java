package dev.lazuli.evaluation;

/// A version of a judge of traces, as a client has written it.
///
/// @param content opaque to the server
public record Scorer(
    String id, String experimentId, String name, long version, String content, long createdMs) {}
