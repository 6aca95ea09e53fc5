package dev.lazuli.jobs;

import dev.lazuli.compute.Handle;
import java.time.Instant;
import java.util.Optional;

/// Where a job stands, with just the facts that are true there.
public sealed interface JobState {
  /// When it came to stand there.
  Instant since();

  /// Recorded, its run not yet made.
  record NotStarted(Instant since) implements JobState {}

  /// Waits for its turn.
  record Queued(Instant since) implements JobState {}

  /// A runner has it and gets its inputs.
  record Preparing(Instant since, Attempt attempt) implements JobState {}

  /// Its process is being started.
  record Starting(Instant since, Attempt attempt) implements JobState {}

  /// Its process runs.
  record Running(Instant since, Attempt attempt, Handle handle) implements JobState {}

  /// Its process is there but gives no sign of life.
  record NotResponding(Instant since, Attempt attempt, Handle handle) implements JobState {}

  /// Told to stop; `handle` is [Handle#NONE] when it had none yet.
  record CancelRequested(Instant since, Attempt attempt, Handle handle) implements JobState {}

  /// Its process has ended; what it left is being stored.
  record Finalizing(Instant since, Attempt attempt, Handle handle) implements JobState {}

  /// Did what it was asked to.
  record Completed(Instant since) implements JobState {}

  /// Did not; `code` is one of Azure's `UserError` and `SystemError`.
  record Failed(Instant since, String code, String reason) implements JobState {}

  /// Was told to stop and did.
  ///
  /// @param reason why, when nobody asked for it; else empty
  record Canceled(Instant since, String reason) implements JobState {
    /// Stopped because somebody asked for it.
    public Canceled(Instant since) {
      this(since, "");
    }
  }

  /// Azure's word for it.
  default JobStatus status() {
    return switch (this) {
      case NotStarted _ -> JobStatus.NOT_STARTED;
      case Queued _ -> JobStatus.QUEUED;
      case Preparing _ -> JobStatus.PREPARING;
      case Starting _ -> JobStatus.STARTING;
      case Running _ -> JobStatus.RUNNING;
      case NotResponding _ -> JobStatus.NOT_RESPONDING;
      case CancelRequested _ -> JobStatus.CANCEL_REQUESTED;
      case Finalizing _ -> JobStatus.FINALIZING;
      case Completed _ -> JobStatus.COMPLETED;
      case Failed _ -> JobStatus.FAILED;
      case Canceled _ -> JobStatus.CANCELED;
    };
  }

  /// The attempt that holds it, while one does.
  default Optional<Attempt> holder() {
    return switch (this) {
      case Preparing(_, Attempt attempt) -> Optional.of(attempt);
      case Starting(_, Attempt attempt) -> Optional.of(attempt);
      case Running(_, Attempt attempt, _) -> Optional.of(attempt);
      case NotResponding(_, Attempt attempt, _) -> Optional.of(attempt);
      case CancelRequested(_, Attempt attempt, _) -> Optional.of(attempt);
      case Finalizing(_, Attempt attempt, _) -> Optional.of(attempt);
      case NotStarted _, Queued _, Completed _, Failed _, Canceled _ -> Optional.empty();
    };
  }

  /// What its compute calls the process that does it; [Handle#NONE] where there is none.
  default Handle handle() {
    return switch (this) {
      case Running(_, _, Handle handle) -> handle;
      case NotResponding(_, _, Handle handle) -> handle;
      case CancelRequested(_, _, Handle handle) -> handle;
      case Finalizing(_, _, Handle handle) -> handle;
      case NotStarted _, Queued _, Preparing _, Starting _ -> Handle.NONE;
      case Completed _, Failed _, Canceled _ -> Handle.NONE;
    };
  }

  /// What follows when someone asks this job to stop; the same state when nothing has to.
  default JobState cancelled(Instant now) {
    return switch (this) {
      case NotStarted _, Queued _ -> new Canceled(now);
      case Preparing(_, Attempt attempt) -> new CancelRequested(now, attempt, Handle.NONE);
      case Starting(_, Attempt attempt) -> new CancelRequested(now, attempt, Handle.NONE);
      case Running(_, Attempt attempt, Handle handle) -> new CancelRequested(now, attempt, handle);
      case NotResponding(_, Attempt attempt, Handle handle) ->
          new CancelRequested(now, attempt, handle);
      case CancelRequested _, Finalizing _, Completed _, Failed _, Canceled _ -> this;
    };
  }
}
