package dev.lazuli.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a job ends, told from what its process left behind.
final class Ending {
  private static final int OUT_OF_MEMORY = 3;
  private static final int KILLED = 137;

  private Ending() {}

  /// What is known when the process of a job is gone.
  ///
  /// @param cancelled whether it was told to stop
  /// @param outcome what it said itself
  /// @param exit how it ended, where we could see it
  /// @param lastLines of its log
  record Evidence(boolean cancelled, FoundOutcome outcome, Exit exit, List<String> lastLines) {}

  /// What the process said of itself.
  sealed interface FoundOutcome {
    /// It said nothing.
    record Nothing() implements FoundOutcome {}

    /// It said this.
    record Said(Outcome outcome) implements FoundOutcome {}

    /// What a folder holds of it.
    static FoundOutcome of(Optional<Outcome> outcome) {
      return outcome.<FoundOutcome>map(Said::new).orElseGet(Nothing::new);
    }
  }

  /// How the process ended.
  sealed interface Exit {
    /// With this code, while the server watched.
    record Code(int value) implements Exit {}

    /// By its compute, for this reason.
    record Ended(String reason) implements Exit {}

    /// By something else than itself or us: no exit code was left.
    record Killed() implements Exit {}

    /// While the server was away, or after it had come back and could only see that it is gone.
    record Unseen() implements Exit {}
  }

  /// The state that a job ends in.
  static JobState of(Evidence evidence, Instant now) {
    if (evidence.cancelled()) {
      return new JobState.Canceled(now);
    }
    return switch (evidence.outcome()) {
      case FoundOutcome.Said(Outcome(_, Outcome.Result.Done _, _)) -> new JobState.Completed(now);
      case FoundOutcome.Said(Outcome(_, Outcome.Result.Stopped _, _)) ->
          new JobState.Failed(
              now, "SystemError", "its process was told to stop, but not by this server");
      case FoundOutcome.Said(Outcome(_, Outcome.Result.Broken(String code, String reason), _)) ->
          new JobState.Failed(now, code, reason);
      case FoundOutcome.Nothing _ -> new JobState.Failed(now, "SystemError", silentEnd(evidence));
    };
  }

  /// The state that a job ends in whose program only has an exit code to tell with.
  static JobState ofProgram(Evidence evidence, Instant now) {
    if (evidence.cancelled()) {
      return new JobState.Canceled(now);
    }
    return switch (evidence.exit()) {
      case Exit.Code(int code) when code == 0 -> new JobState.Completed(now);
      case Exit.Code(int code) ->
          new JobState.Failed(
              now, "UserError", withLog("the command ended with exit code " + code, evidence));
      case Exit.Ended(String reason) ->
          new JobState.Failed(now, "UserError", withLog(reason, evidence));
      case Exit.Killed _, Exit.Unseen _ ->
          new JobState.Failed(now, "SystemError", silentEnd(evidence));
    };
  }

  /// A time in words, such as `90 seconds`.
  static String words(Duration time) {
    return time.toMillis() % 1_000 == 0
        ? time.toSeconds() + " seconds"
        : time.toMillis() / 1_000.0 + " seconds";
  }

  private static String silentEnd(Evidence evidence) {
    String what =
        switch (evidence.exit()) {
          case Exit.Unseen _ ->
              "the server stopped, and when it came back the job's process had ended without a"
                  + " result";
          case Exit.Ended(String reason) -> reason;
          case Exit.Killed _ -> "the job's process was killed by something outside of this server";
          case Exit.Code(int code) when code == OUT_OF_MEMORY || code == KILLED ->
              "the job's process ended with exit code %d: most likely it ran out of memory"
                  .formatted(code);
          case Exit.Code(int code) ->
              "the job's process ended with exit code %d and without a result".formatted(code);
        };
    return withLog(what, evidence);
  }

  private static String withLog(String what, Evidence evidence) {
    return evidence.lastLines().isEmpty()
        ? what
        : what + "; the last lines of its log: " + String.join(" | ", evidence.lastLines());
  }
}
