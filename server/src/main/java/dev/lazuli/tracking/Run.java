package dev.lazuli.tracking;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One execution that is tracked; a job's run has the name of the job as its id.
///
/// @param key its number in the database
/// @param endedMs when it ended; absent while it goes on: see [#endMs]
/// @param artifactUri URI below which its artifacts lie
public record Run(
    long key,
    long experimentKey,
    String experimentId,
    String id,
    String name,
    String userId,
    RunStatus status,
    long startMs,
    @Nullable Long endedMs,
    String artifactUri,
    boolean deleted) {

  /// When it ended.
  public OptionalLong endMs() {
    return endedMs == null ? OptionalLong.empty() : OptionalLong.of(endedMs);
  }
}
