package dev.lazuli.tracing;

import tools.jackson.databind.node.ObjectNode;

/// What a person, a program or a judge says of a trace.
///
/// @param kind `feedback`, `expectation` or `issue`
/// @param value as text, to search by; empty for none
/// @param overrides the assessment that it stands in place of; empty for none
/// @param valid whether no other stands in its place
/// @param content the rest as it came, such as source, rationale and the value itself
public record Assessment(
    String id,
    String kind,
    String name,
    String value,
    String overrides,
    boolean valid,
    long createdMs,
    long updatedMs,
    ObjectNode content) {}
