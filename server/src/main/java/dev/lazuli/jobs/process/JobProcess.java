package dev.lazuli.jobs.process;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.jobs.JobFolder;
import dev.lazuli.jobs.Outcome;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/// The process of a job from its first line to its last: reads what it has to do, shows that it
/// lives, stops when it is told to, and leaves its outcome behind.
public final class JobProcess {
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  /// How long the end of the process waits for the work to notice that it should stop.
  private static final Duration STOP_TIME = Duration.ofSeconds(5);

  private final JobFolder folder;
  private final Map<String, ProcessWork> works;
  private final JobContext.Surroundings around;
  private final StopSignal stop = StopSignal.never();
  private final CountDownLatch ended = new CountDownLatch(1);

  /// A process that works in `folder`.
  ///
  /// @param works what it can do, by type of job
  public JobProcess(Path folder, Map<String, ProcessWork> works, JobContext.Surroundings around) {
    this.folder = new JobFolder(folder);
    this.works = Map.copyOf(works);
    this.around = around;
  }

  /// Tells it to stop, and waits a moment for that; for the shutdown of the virtual machine.
  public void stopAndWait() {
    stop.stop();
    try {
      if (!ended.await(STOP_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
        around.log().println("the work did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Does the job; returns the exit code: 0 when the outcome was written, good or bad.
  public int run() throws InterruptedException {
    try {
      JobContext.Order order = order();
      try (ServerLink link = new ServerLink(folder, order.job(), order.token(), stop)) {
        Thread heart =
            Thread.ofPlatform().daemon().name("heartbeat").start(() -> beat(order, link));
        Outcome outcome = outcome(order, new JobContext(order, folder, stop, link, around));
        folder.write(folder.outcome(order.attempt()), Json.bytes(outcome.json()));
        heart.interrupt();
      }
      return 0;
    } finally {
      ended.countDown();
    }
  }

  private Outcome outcome(JobContext.Order order, JobContext context) throws InterruptedException {
    ProcessWork work = works.get(order.type());
    if (work == null) {
      return broken(order, "UserError", "no work for jobs of type " + order.type());
    }
    try {
      ProcessWork.Done done = work.run(context);
      context.server().flush();
      return new Outcome(order.attempt(), done.result(), done.properties());
    } catch (StopSignal.Stopped _) {
      context.say("stopped");
      return new Outcome(order.attempt(), new Outcome.Result.Stopped(), Map.of());
    } catch (InvalidInput e) {
      context.say("cannot go on: " + e.getMessage());
      return broken(order, "UserError", String.valueOf(e.getMessage()));
    } catch (Problem e) {
      context.say("cannot go on: " + e.text());
      return broken(order, "UserError", e.text());
    } catch (IllegalStateException | UncheckedIOException e) {
      e.printStackTrace(around.log());
      return broken(order, "SystemError", String.valueOf(e.getMessage()));
    }
  }

  private static Outcome broken(JobContext.Order order, String code, String reason) {
    return new Outcome(order.attempt(), new Outcome.Result.Broken(code, reason), Map.of());
  }

  private JobContext.Order order() {
    ObjectNode order =
        folder
            .read(folder.order())
            .orElseThrow(
                () -> new Problem.NotFound("no job lies in '%s'".formatted(folder.path())));
    return new JobContext.Order(
        order.path("job").asString(),
        order.path("type").asString(),
        order.path("attempt").asInt(),
        order.path("token").asString(),
        order.path("work") instanceof ObjectNode work ? work : Json.object());
  }

  /// Shows that the process lives, and ends the work when its folder went to another attempt or was
  /// removed.
  private void beat(JobContext.Order order, ServerLink link) {
    try {
      while (!ended.await(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
        if (isFenced(order)) {
          stop.stop();
          link.abandon();
        } else {
          showLife();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the work has ended
    }
  }

  private void showLife() {
    try {
      folder.beat(around.clock().instant());
    } catch (IOException e) {
      around.log().println("no sign of life can be given: " + e.getMessage());
    }
  }

  private boolean isFenced(JobContext.Order order) {
    return !Files.exists(folder.order())
        || folder
            .read(folder.order())
            .filter(now -> now.path("attempt").asInt() == order.attempt())
            .isEmpty();
  }
}
