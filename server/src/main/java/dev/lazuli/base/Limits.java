package dev.lazuli.base;

import java.time.Duration;

/// The limits of the server; reaching one is a [Problem] that names it.
///
/// @param bodyMax bytes of a request body that is read as a whole
/// @param scoringBodyMax bytes of a scoring request; Azure takes 10 MB
/// @param uploadMax bytes of one uploaded artifact or blob
/// @param jsonDepthMax nesting of a JSON or YAML document
/// @param drainTime how long a stopping server waits for the requests it has begun
/// @param idleConnection how long an idle connection stays open
/// @param jobsAtOnce jobs that run at the same time on this machine
/// @param jobsQueuedMax jobs that wait
public record Limits(
    long bodyMax,
    long scoringBodyMax,
    long uploadMax,
    int jsonDepthMax,
    Duration drainTime,
    Duration idleConnection,
    int jobsAtOnce,
    int jobsQueuedMax) {

  /// The limits that a server starts with.
  public static Limits standard() {
    return new Limits(
        64L << 20,
        10L << 20,
        1L << 40,
        200,
        Duration.ofSeconds(10),
        Duration.ofMinutes(2),
        2,
        10_000);
  }

  /// The same limits with another number of jobs at once.
  public Limits withJobsAtOnce(int jobs) {
    return new Limits(
        bodyMax,
        scoringBodyMax,
        uploadMax,
        jsonDepthMax,
        drainTime,
        idleConnection,
        jobs,
        jobsQueuedMax);
  }
}
