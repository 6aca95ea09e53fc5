package dev.lazuli.tracking;

import java.util.Optional;

/// Where a run stands.
public enum RunStatus {
  RUNNING,
  SCHEDULED,
  FINISHED,
  FAILED,
  KILLED;

  /// Whether nothing follows.
  public boolean hasEnded() {
    return switch (this) {
      case RUNNING, SCHEDULED -> false;
      case FINISHED, FAILED, KILLED -> true;
    };
  }

  /// The status of that name; empty when there is none.
  public static Optional<RunStatus> find(String name) {
    for (RunStatus status : values()) {
      if (status.name().equals(name)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
