package dev.lazuli.store;

import dev.lazuli.base.Problem;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reads that run now, so that one that takes too long, or for whose result nobody waits any
/// more, can be stopped inside the database.
final class RunningReads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningReads.class);
  private static final long TICK_MS = 500;

  private final Duration timeMax;
  private final Set<Read> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watch;

  /// Tells the database to stop what a connection does now.
  @FunctionalInterface
  interface Stop {
    void run() throws SQLException;
  }

  /// What a read does.
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  RunningReads(Duration timeMax) {
    this.timeMax = timeMax;
    this.watch = Thread.ofPlatform().daemon().name("database-watch").start(this::watch);
  }

  /// Runs a read that can be stopped.
  ///
  /// @throws Problem.TooLarge when it took too long
  <T> T run(Stop stop, Work<T> work) throws SQLException {
    Read read = new Read(Thread.currentThread(), System.nanoTime(), stop);
    running.add(read);
    try {
      return work.run();
    } catch (SQLException | RuntimeException e) {
      if (read.isOver()) {
        throw read.reason(timeMax);
      }
      throw e;
    } finally {
      running.remove(read);
      read.end();
    }
  }

  /// Stops the reads of a thread: nobody waits for them.
  void stopThoseOf(Thread thread) {
    for (Read read : running) {
      if (read.thread.equals(thread)) {
        read.stop(Read.Over.NOBODY_WAITS);
      }
    }
  }

  private void watch() {
    try {
      while (!closed.await(TICK_MS, TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        for (Read read : running) {
          if (now - read.began > timeMax.toNanos()) {
            read.stop(Read.Over.TOO_LONG);
          } else if (read.isOver()) {
            read.stop(Read.Over.NOBODY_WAITS); // it went on with another statement
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("the watch over reads ends", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      watch.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Read {
    private final Thread thread;
    private final long began;
    private final Stop stop;
    private @Nullable Over over;
    private boolean ended;

    private enum Over {
      TOO_LONG,
      NOBODY_WAITS
    }

    Read(Thread thread, long began, Stop stop) {
      this.thread = thread;
      this.began = began;
      this.stop = stop;
    }

    /// Not after the end: the connection may serve another read then.
    synchronized void stop(Over why) {
      if (ended) {
        return;
      }
      over = why;
      try {
        stop.run();
      } catch (SQLException e) {
        LOG.debug("a read could not be stopped", e);
      }
    }

    synchronized void end() {
      ended = true;
    }

    synchronized boolean isOver() {
      return over != null;
    }

    synchronized Problem reason(Duration timeMax) {
      return over == Over.TOO_LONG
          ? new Problem.TooLarge(
              "the search took longer than %d s and was stopped: ask for less"
                  .formatted(timeMax.toSeconds()))
          : new Problem.Unavailable("the client has left: the search was stopped");
    }
  }
}
