package dev.lazuli.jobs;

import dev.lazuli.base.Problem;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// Where a job stands, in Azure's words, and what may follow.
public enum JobStatus {
  NOT_STARTED("NotStarted"),
  QUEUED("Queued"),
  PREPARING("Preparing"),
  STARTING("Starting"),
  RUNNING("Running"),
  NOT_RESPONDING("NotResponding"),
  CANCEL_REQUESTED("CancelRequested"),
  FINALIZING("Finalizing"),
  COMPLETED("Completed"),
  FAILED("Failed"),
  CANCELED("Canceled");

  private final String word;

  JobStatus(String word) {
    this.word = word;
  }

  /// Azure's spelling.
  public String word() {
    return word;
  }

  /// The status of that spelling, in any case.
  ///
  /// @throws Problem.Invalid when there is none
  public static JobStatus of(String word) {
    for (JobStatus status : values()) {
      if (status.word.equalsIgnoreCase(word)) {
        return status;
      }
    }
    throw new Problem.Invalid(
        "status",
        word,
        "one of " + String.join(", ", Arrays.stream(values()).map(JobStatus::word).toList()));
  }

  /// Whether nothing follows.
  public boolean hasEnded() {
    return next().isEmpty();
  }

  /// Whether a job in this status can become one in `other`.
  public boolean mayBecome(JobStatus other) {
    return next().contains(other);
  }

  /// What may follow; a job goes back to the queue only when its process never came to be.
  private Set<JobStatus> next() {
    return switch (this) {
      case NOT_STARTED -> EnumSet.of(QUEUED, FAILED, CANCELED);
      case QUEUED -> EnumSet.of(PREPARING, FAILED, CANCELED);
      case PREPARING -> EnumSet.of(STARTING, QUEUED, CANCEL_REQUESTED, FAILED);
      case STARTING -> EnumSet.of(RUNNING, QUEUED, CANCEL_REQUESTED, FAILED);
      case RUNNING -> EnumSet.of(NOT_RESPONDING, CANCEL_REQUESTED, FINALIZING, FAILED);
      case NOT_RESPONDING -> EnumSet.of(RUNNING, CANCEL_REQUESTED, FINALIZING, FAILED);
      case CANCEL_REQUESTED -> EnumSet.of(CANCELED, FAILED);
      case FINALIZING -> EnumSet.of(COMPLETED, FAILED, CANCELED);
      case COMPLETED, FAILED, CANCELED -> EnumSet.noneOf(JobStatus.class);
    };
  }
}
