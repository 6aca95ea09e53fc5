package dev.lazuli.data;

import dev.lazuli.base.ChildProcess;
import dev.lazuli.base.Json;
import dev.lazuli.base.OwnProgram;
import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Runs data tasks in child processes of the same program, so that no user's file and no native
/// code can take the server down.
final class DataWorker {
  private static final String MAIN = "dev.lazuli.Main";
  private static final int AT_ONCE = 2;
  private static final int WAIT_SECONDS_MAX = 30;
  private static final int LOG_CHARS = 2_000;

  private final Path folder;
  private final Duration timeMax;
  private final Semaphore slots = new Semaphore(AT_ONCE);

  /// @param folder for the files that pass between the processes
  DataWorker(Path folder, Duration timeMax) {
    this.folder = folder;
    this.timeMax = timeMax;
  }

  /// What the task tells.
  ///
  /// @throws Problem.Invalid when the data is no table
  /// @throws Problem.LimitReached when it takes too long, or more memory than there is
  JsonNode run(WorkerTask task) {
    Path work = null;
    awaitSlot();
    try {
      Files.createDirectories(folder);
      work = Files.createTempDirectory(folder, "data-worker-");
      JsonNode outcome = run(task, work);
      WorkerTask.check(outcome);
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      slots.release();
      delete(work);
    }
  }

  private void awaitSlot() {
    try {
      if (!slots.tryAcquire(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new Problem.LimitReached(
            "%d other reads of data have not ended in %d s; try again later"
                .formatted(AT_ONCE, WAIT_SECONDS_MAX));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem.Unavailable("the server is stopping");
    }
  }

  private JsonNode run(WorkerTask task, Path work) throws IOException {
    Path request = work.resolve("request.json");
    Path result = work.resolve("result.json");
    Path log = work.resolve("log.txt");
    Files.write(request, Json.bytes(task));
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Plan(
                OwnProgram.command(
                    MAIN, List.of(), List.of("data-worker", request.toString(), result.toString())),
                work,
                Map.of(),
                log));
    try {
      if (!process.await(timeMax)) {
        throw new Problem.LimitReached(
            "reading the data took longer than %d seconds".formatted(timeMax.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem.Unavailable("the server is stopping");
    } finally {
      process.kill();
    }
    int exitCode = process.exitCode().orElse(-1);
    if (exitCode == 0 && Files.exists(result)) {
      return Json.parse(Files.readAllBytes(result));
    }
    String told = Files.readString(log);
    if (told.contains("OutOfMemoryError")) {
      throw new Problem.LimitReached("the data needs more memory than a data worker has");
    }
    throw new IllegalStateException(
        "a data worker ended with %d: %s"
            .formatted(exitCode, told.substring(Math.max(0, told.length() - LOG_CHARS))));
  }

  private static void delete(@Nullable Path work) {
    if (work == null) {
      return;
    }
    try (var files = Files.list(work)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
