package dev.lazuli.jobs;

import java.time.Instant;
import java.util.Optional;

/// Which process does a job: its number alone could be another's by now.
///
/// @param pid its number; 0 when there is none yet
/// @param startedMs when it started, in milliseconds
public record ProcessMark(long pid, long startedMs) {
  /// No process.
  public static final ProcessMark NONE = new ProcessMark(0, 0);

  /// Two virtual machines may disagree by a second on when this machine was booted, from which
  /// start times are counted.
  private static final long SLACK_MS = 2_000;

  /// The mark of a process that runs.
  public static ProcessMark of(ProcessHandle process) {
    return new ProcessMark(
        process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
  }

  /// The process, if it still runs and is the same one.
  public Optional<ProcessHandle> find() {
    return pid == 0
        ? Optional.empty()
        : ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> Math.abs(of(process).startedMs - startedMs) <= SLACK_MS);
  }
}
