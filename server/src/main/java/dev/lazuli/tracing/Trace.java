package dev.lazuli.tracing;

import dev.lazuli.tracking.Tag;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What one request to an application did.
///
/// @param key its number in the database
/// @param state `IN_PROGRESS`, `OK`, `ERROR` or `STATE_UNSPECIFIED`
/// @param durationOrNull null while it runs
public record Trace(
    long key,
    String id,
    String experimentId,
    String clientRequestId,
    String state,
    long requestMs,
    @Nullable Long durationOrNull,
    String requestPreview,
    String responsePreview,
    List<Tag> tags,
    List<Tag> metadata,
    List<Assessment> assessments) {
  /// The tag that holds the name of a trace.
  public static final String NAME_TAG = "mlflow.traceName";

  /// The tag that tells where the spans lie.
  static final String SPANS_TAG = "mlflow.trace.spansLocation";

  /// How long it took, in milliseconds; empty while it runs.
  public OptionalLong durationMs() {
    return durationOrNull == null ? OptionalLong.empty() : OptionalLong.of(durationOrNull);
  }

  Trace with(List<Tag> newTags, List<Tag> newMetadata, List<Assessment> said) {
    return new Trace(
        key,
        id,
        experimentId,
        clientRequestId,
        state,
        requestMs,
        durationOrNull,
        requestPreview,
        responsePreview,
        List.copyOf(newTags),
        List.copyOf(newMetadata),
        List.copyOf(said));
  }
}
