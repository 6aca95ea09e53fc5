package dev.lazuli.tracing;

import dev.lazuli.tracking.Tag;
import java.util.List;

/// What a client tells of a trace when it has ended.
///
/// @param durationMs -1 when nobody knows
/// @param assessments with an empty id for one of our own
public record TraceDraft(
    String id,
    String experimentId,
    String clientRequestId,
    String state,
    long requestMs,
    long durationMs,
    String requestPreview,
    String responsePreview,
    List<Tag> tags,
    List<Tag> metadata,
    List<Assessment> assessments) {}
