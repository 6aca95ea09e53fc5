package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The threads of one fit: the caller's and `threads - 1` more, which end with it.
final class Workers implements AutoCloseable {
  /// Below so many steps of some nanoseconds, handing work to another thread costs more than it
  /// gives.
  private static final int STEPS_PER_THREAD_MIN = 1 << 16;

  private final int threads;
  private final StopSignal stop;
  private final @Nullable ExecutorService others;

  Workers(int threads, StopSignal stop) {
    this.threads = threads;
    this.stop = stop;
    others =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads - 1, Thread.ofPlatform().daemon().name("boost-", 0).factory());
  }

  int threads() {
    return threads;
  }

  /// How many threads so many small steps are worth, at most one a piece of work.
  int parts(long steps, int pieces) {
    long useful = Math.max(1, steps / STEPS_PER_THREAD_MIN);
    return (int) Math.max(1, Math.min(Math.min(useful, threads), pieces));
  }

  /// Where the part of so many pieces begins, when all are shared evenly; of the part behind the
  /// last one where they end.
  static int begin(int pieces, int part, int parts) {
    return (int) ((long) pieces * part / parts);
  }

  /// Calls `work` with `0..parts-1`, at most one part a thread, and waits for all.
  ///
  /// @throws StopSignal.Stopped when told to stop, or interrupted
  void each(int parts, IntConsumer work) {
    if (others == null || parts <= 1) {
      for (int part = 0; part < parts; part++) {
        work.accept(part);
      }
      return;
    }
    List<Future<?>> futures = new ArrayList<>();
    for (int part = 1; part < parts; part++) {
      int number = part;
      futures.add(others.submit(() -> work.accept(number)));
    }
    work.accept(0);
    for (Future<?> future : futures) {
      await(future);
    }
  }

  private void await(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.stop();
      stop.check();
    } catch (ExecutionException e) {
      stop.check();
      throw new IllegalStateException("a worker of a fit failed", e.getCause());
    }
  }

  @Override
  public void close() {
    if (others != null) {
      others.shutdownNow();
    }
  }
}
