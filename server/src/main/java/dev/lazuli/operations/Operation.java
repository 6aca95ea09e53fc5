package dev.lazuli.operations;

import java.time.Instant;

/// Work that a request has begun.
///
/// @param subject path below the owner of what is worked on, such as `onlineEndpoints/e`
public record Operation(String id, long owner, String subject, State state, Instant started) {
  /// How far it is.
  public sealed interface State {
    /// It goes on.
    record InProgress() implements State {}

    /// It is done.
    record Succeeded(Instant ended) implements State {}

    /// It was not done.
    ///
    /// @param code one word for programs
    record Failed(Instant ended, String code, String message) implements State {}
  }
}
