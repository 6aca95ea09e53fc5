package dev.lazuli.base;

import java.time.Duration;

/// The limits of the server; reaching one is a [Problem] that names it.
///
/// @param bodyMax bytes of a request body that is read as a whole
/// @param scoringBodyMax bytes of a scoring request; Azure takes 10 MB
/// @param uploadMax bytes of one uploaded artifact or blob
/// @param jsonDepthMax nesting of a JSON or YAML document
/// @param drainTime how long a stopping server waits for the requests it has begun
/// @param patience how long we wait for clients
/// @param connectionsMax connections at the same time; fewer where few files may be open
/// @param jobsAtOnce jobs that run at the same time on this machine
/// @param jobsQueuedMax jobs that wait
public record Limits(
    long bodyMax,
    long scoringBodyMax,
    long uploadMax,
    int jsonDepthMax,
    Duration drainTime,
    Patience patience,
    int connectionsMax,
    int jobsAtOnce,
    int jobsQueuedMax) {

  /// How long we wait for the other side of a connection.
  ///
  /// @param header from the connecting to the end of the first header
  /// @param silence between two pieces of a body, or until the client takes the next piece of an
  ///   answer
  /// @param idle from an answer to the end of the next header
  public record Patience(Duration header, Duration silence, Duration idle) {}

  /// The same limits with another patience.
  public Limits withPatience(Patience value) {
    return new Limits(
        bodyMax,
        scoringBodyMax,
        uploadMax,
        jsonDepthMax,
        drainTime,
        value,
        connectionsMax,
        jobsAtOnce,
        jobsQueuedMax);
  }

  /// The limits that a server starts with.
  public static Limits standard() {
    return new Limits(
        64L << 20,
        10L << 20,
        1L << 40,
        200,
        Duration.ofSeconds(10),
        new Patience(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofMinutes(2)),
        8_192,
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
        patience,
        connectionsMax,
        jobs,
        jobsQueuedMax);
  }
}
