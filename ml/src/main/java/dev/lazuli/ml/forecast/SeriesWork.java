package dev.lazuli.ml.forecast;

import dev.lazuli.ml.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Does the same work for each series, on some threads; results keep the order of the series.
final class SeriesWork {
  private SeriesWork() {}

  static <T> List<T> each(int count, int threads, StopSignal stop, IntFunction<T> work) {
    List<T> results = new ArrayList<>();
    if (threads == 1 || count == 1) {
      for (int i = 0; i < count; i++) {
        stop.check();
        results.add(work.apply(i));
      }
      return results;
    }
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(threads, count),
            Thread.ofPlatform().daemon().name("forecast-", 0).factory())) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int at = i;
        futures.add(
            pool.submit(() -> {
              stop.check();
              return work.apply(at);
            }));
      }
      for (Future<T> future : futures) {
        results.add(result(future, pool));
      }
    }
    return results;
  }

  private static <T> T result(Future<T> future, ExecutorService pool) {
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while series were fitted", interrupted);
    } catch (ExecutionException failed) {
      pool.shutdownNow();
      if (failed.getCause() instanceof StopSignal.Stopped stopped) {
        throw stopped;
      }
      throw new IllegalStateException("a series could not be fitted", failed.getCause());
    }
  }
}
