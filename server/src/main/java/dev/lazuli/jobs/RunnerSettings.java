package dev.lazuli.jobs;

import dev.lazuli.base.Limits;
import java.time.Duration;

/// How a runner treats its jobs.
///
/// @param jobsAtOnce jobs that run at the same time
/// @param jobsQueuedMax jobs that wait
/// @param stopGrace how long a process that was told to stop may go on before it is killed
/// @param beat how often a runner looks after its processes
/// @param lease how long a job stays with its runner after the runner's last sign of life
/// @param silenceMax how long a process may be silent before it counts as not responding
public record RunnerSettings(
    int jobsAtOnce,
    int jobsQueuedMax,
    Duration stopGrace,
    Duration beat,
    Duration lease,
    Duration silenceMax) {

  /// The settings of a server.
  public static RunnerSettings of(Limits limits) {
    return new RunnerSettings(
        limits.jobsAtOnce(),
        limits.jobsQueuedMax(),
        Duration.ofMillis(900),
        Duration.ofSeconds(2),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60));
  }
}
