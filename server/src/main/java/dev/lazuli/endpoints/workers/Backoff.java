package dev.lazuli.endpoints.workers;

import java.time.Duration;

/// How long to wait before a worker is started again: twice as long each time, and little again
/// after one that lived for a while. For one thread.
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofSeconds(30);
  private static final Duration HEALTHY = Duration.ofSeconds(20);

  private Duration next = FIRST;

  /// The wait after a worker that lived so long.
  Duration after(Duration lived) {
    if (lived.compareTo(HEALTHY) >= 0) {
      next = FIRST;
    }
    Duration wait = next;
    Duration twice = next.multipliedBy(2);
    next = twice.compareTo(MAX) > 0 ? MAX : twice;
    return wait;
  }
}
