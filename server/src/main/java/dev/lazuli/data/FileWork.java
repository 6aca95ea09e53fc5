package dev.lazuli.data;

import dev.lazuli.base.Problem;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs work on users' files under a deadline, so that a disk that hangs costs a thread of ours and
/// an answer that says so, never the server.
final class FileWork {
  private final Duration timeMax;
  private final Semaphore slots;

  /// @param timeMax for one piece of work; also for the wait for a free thread
  FileWork(Duration timeMax, int atOnce) {
    this.timeMax = timeMax;
    this.slots = new Semaphore(atOnce);
  }

  /// Runs work on a thread of its own.
  ///
  /// @param what the place that it reads, for the message
  /// @throws Problem.LimitReached when it is not done in time
  /// @throws Problem whatever the work throws
  <T> T run(String what, Callable<T> work) {
    long deadline = System.nanoTime() + timeMax.toNanos();
    FutureTask<T> task = new FutureTask<>(work);
    try {
      if (!slots.tryAcquire(timeMax.toMillis(), TimeUnit.MILLISECONDS)) {
        throw tooLong(what);
      }
      Thread.ofPlatform()
          .daemon()
          .name("file-work")
          .start(() -> {
            try {
              task.run();
            } finally {
              slots.release();
            }
          });
      return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw tooLong(what);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem.Unavailable("interrupted while '%s' was read".formatted(what));
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } finally {
      task.cancel(true);
    }
  }

  private static RuntimeException failure(Throwable cause) {
    return cause instanceof RuntimeException failure
        ? failure
        : new IllegalStateException("reading files failed", cause);
  }

  private Problem tooLong(String what) {
    return new Problem.LimitReached(
        "reading '%s' took longer than %d s".formatted(what, timeMax.toSeconds()));
  }
}
