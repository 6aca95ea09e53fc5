package dev.lazuli.base;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Runs several pieces of work on virtual threads that all end before the call does.
public final class Fanout {
  private Fanout() {}

  /// Runs `work`, at most `atOnce` pieces at a time.
  ///
  /// The results keep the order of the work. The first failure, or an interrupt of the caller,
  /// interrupts the rest and is thrown on.
  public static <T> List<T> all(List<? extends Callable<T>> work, int atOnce)
      throws InterruptedException {
    Semaphore slots = new Semaphore(atOnce);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        ExecutorCompletionService<T> completion = new ExecutorCompletionService<>(executor);
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> piece : work) {
          futures.add(completion.submit(() -> withSlot(slots, piece)));
        }
        for (int i = 0; i < futures.size(); i++) {
          completion.take().get();
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
          results.add(future.resultNow());
        }
        return results;
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case RuntimeException cause -> throw cause;
          case Error cause -> throw cause;
          case null, default -> throw new IllegalStateException("a piece of work failed", e);
        }
      } finally {
        executor.shutdownNow();
      }
    }
  }

  private static <T> T withSlot(Semaphore slots, Callable<T> piece) throws Exception {
    slots.acquire();
    try {
      return piece.call();
    } finally {
      slots.release();
    }
  }
}
