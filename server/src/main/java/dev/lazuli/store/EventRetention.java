package dev.lazuli.store;

import dev.lazuli.base.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes old events, once an hour.
public final class EventRetention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventRetention.class);
  private static final Duration LOGGED_KEPT = Duration.ofHours(1);
  private static final long PAUSE_MINUTES = 60;

  private final Events events;
  private final Duration kept;
  private final Clock clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private EventRetention(Events events, Duration kept, Clock clock) {
    this.events = events;
    this.kept = kept;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("event-retention").unstarted(this::run);
  }

  /// Begins to remove what is older than `kept`; what was logged to runs is kept an hour.
  public static EventRetention start(Events events, Duration kept, Clock clock) {
    EventRetention retention = new EventRetention(events, kept, clock);
    retention.thread.start();
    return retention;
  }

  private void run() {
    try {
      do {
        remove();
      } while (!closed.await(PAUSE_MINUTES, TimeUnit.MINUTES));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void remove() {
    try {
      Instant now = clock.instant();
      events.removeBefore(now.minus(kept), now.minus(LOGGED_KEPT));
    } catch (Problem e) {
      LOG.warn("old events are still there, the next try is in an hour: {}", e.text());
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
