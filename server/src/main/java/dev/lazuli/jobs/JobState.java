package dev.lazuli.jobs;

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
  record Running(Instant since, Attempt attempt, ProcessMark process) implements JobState {}

  /// Its process is there but gives no sign of life.
  record NotResponding(Instant since, Attempt attempt, ProcessMark process) implements JobState {}

  /// Told to stop; `process` is [ProcessMark#NONE] when it had none yet.
  record CancelRequested(Instant since, Attempt attempt, ProcessMark process) implements JobState {}

  /// Its process has ended; what it left is being stored.
  record Finalizing(Instant since, Attempt attempt) implements JobState {}

  /// Did what it was asked to.
  record Completed(Instant since) implements JobState {}

  /// Did not; `code` is one of Azure's `UserError` and `SystemError`.
  record Failed(Instant since, String code, String reason) implements JobState {}

  /// Was told to stop and did.
  record Canceled(Instant since) implements JobState {}

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
      case Finalizing(_, Attempt attempt) -> Optional.of(attempt);
      case NotStarted _, Queued _, Completed _, Failed _, Canceled _ -> Optional.empty();
    };
  }

  /// The process that does it; [ProcessMark#NONE] where there is none.
  default ProcessMark process() {
    return switch (this) {
      case Running(_, _, ProcessMark process) -> process;
      case NotResponding(_, _, ProcessMark process) -> process;
      case CancelRequested(_, _, ProcessMark process) -> process;
      case NotStarted _, Queued _, Preparing _, Starting _, Finalizing _ -> ProcessMark.NONE;
      case Completed _, Failed _, Canceled _ -> ProcessMark.NONE;
    };
  }

  /// What follows when someone asks this job to stop; the same state when nothing has to.
  default JobState cancelled(Instant now) {
    return switch (this) {
      case NotStarted _, Queued _ -> new Canceled(now);
      case Preparing(_, Attempt attempt) -> new CancelRequested(now, attempt, ProcessMark.NONE);
      case Starting(_, Attempt attempt) -> new CancelRequested(now, attempt, ProcessMark.NONE);
      case Running(_, Attempt attempt, ProcessMark process) ->
          new CancelRequested(now, attempt, process);
      case NotResponding(_, Attempt attempt, ProcessMark process) ->
          new CancelRequested(now, attempt, process);
      case CancelRequested _, Finalizing _, Completed _, Failed _, Canceled _ -> this;
    };
  }
}
