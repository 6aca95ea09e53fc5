package dev.lazuli.endpoints.workers;

import dev.lazuli.base.ChildProcess;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.scoring.DeploymentLog;
import dev.lazuli.endpoints.scoring.ModelCard;
import dev.lazuli.endpoints.scoring.ScoreAnswer;
import dev.lazuli.endpoints.scoring.ScoreRequest;
import dev.lazuli.endpoints.scoring.Scorer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The workers of a deployment: so many processes, each with one request at a time, each started
/// again when it ends.
public final class WorkerPool implements Scorer {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration END_MAX = Duration.ofSeconds(3);
  private static final int TRIES = 2;

  private final WorkerPlan plan;
  private final DeploymentLog log;
  private final Optional<ModelCard> card;
  private final BlockingQueue<Worker> idle = new LinkedBlockingQueue<>();
  private final List<Worker> ready = new CopyOnWriteArrayList<>();
  private final List<WorkerStart> starting = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final BlockingQueue<WorkerStart.Readiness> begun;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile JsonNode swagger = Json.object();
  private volatile String lastEnd = "";

  private WorkerPool(WorkerPlan plan, DeploymentLog log, Optional<ModelCard> card) {
    this.plan = plan;
    this.log = log;
    this.card = card;
    this.begun = new ArrayBlockingQueue<>(plan.count());
  }

  /// Starts the workers of a plan; they are ready when this returns.
  ///
  /// @throws Problem.Invalid with what the first that failed said
  public static WorkerPool start(WorkerPlan plan, DeploymentLog log, Optional<ModelCard> card)
      throws InterruptedException {
    WorkerPool pool = new WorkerPool(plan, log, card);
    for (int number = 0; number < plan.count(); number++) {
      int own = number;
      var _ = pool.threads.submit(() -> pool.keep(own));
    }
    var _ = pool.threads.submit(pool::watch);
    try {
      pool.awaitAll();
    } catch (Problem | InterruptedException e) {
      pool.close();
      throw e;
    }
    return pool;
  }

  private void awaitAll() throws InterruptedException {
    for (int number = 0; number < plan.count(); number++) {
      swagger =
          switch (begun.take()) {
            case WorkerStart.Readiness.Ready(_, JsonNode told) -> told;
            case WorkerStart.Readiness.Failed(String reason) ->
                throw new Problem.Invalid("", reason);
          };
    }
  }

  /// Keeps one worker running until the pool closes.
  private Void keep(int number) throws InterruptedException {
    Backoff backoff = new Backoff();
    while (closing.getCount() > 0) {
      long started = System.nanoTime();
      String end = once(number);
      if (closing.getCount() == 0) {
        break;
      }
      lastEnd = end;
      Duration wait = backoff.after(Duration.ofNanos(System.nanoTime() - started));
      log.add("worker %d %s; it is started again in %d ms".formatted(number, end, wait.toMillis()));
      if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    return null;
  }

  /// One life of a worker: how it ended.
  private String once(int number) {
    WorkerStart start = new WorkerStart(plan, number, log);
    starting.add(start);
    WorkerStart.Readiness readiness = start.run();
    starting.remove(start);
    var _ = begun.offer(readiness); // the first of each counts
    return switch (readiness) {
      case WorkerStart.Readiness.Failed(String reason) -> "did not start: " + reason;
      case WorkerStart.Readiness.Ready(Worker worker, _) -> {
        ready.add(worker);
        idle.add(worker);
        worker.read(() -> idle.add(worker));
        ready.remove(worker);
        idle.remove(worker);
        worker.close();
        yield WorkerStart.ended(worker.process());
      }
    };
  }

  /// Looks after the workers: those that start for too long, hang, or do not answer.
  private Void watch() throws InterruptedException {
    while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      starting.forEach(WorkerStart::endIfLate);
      for (Worker worker : ready) {
        if (worker.isLate(plan.watch().lateMax())) {
          log.add("a worker does not come back from its request and is ended");
          worker.kill();
        } else if (worker.idle().compareTo(plan.watch().period()) > 0 && idle.remove(worker)) {
          Duration patience = plan.watch().timeout().multipliedBy(plan.watch().failures());
          worker.ping(System.nanoTime() + patience.toNanos() - plan.watch().lateMax().toNanos());
        }
      }
      log.turn();
    }
    return null;
  }

  @Override
  public ScoreAnswer score(ScoreRequest request) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      switch (take(request).ask(request)) {
        case Worker.Outcome.Answered(ScoreAnswer answer) -> {
          return answer;
        }
        case Worker.Outcome.Late _ ->
            throw new Problem.LimitReached(
                "the script took longer than the deployment's request time-out");
        case Worker.Outcome.Gone _ -> {
          // ended before it answered: another one tries, once
        }
      }
    }
    throw new Problem.Unavailable(
        "%d workers ended while they answered this request".formatted(TRIES));
  }

  private Worker take(ScoreRequest request) {
    try {
      Worker worker = idle.poll();
      if (worker == null) {
        worker =
            idle.poll(Math.max(0, request.deadline() - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
      if (worker != null) {
        return worker;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem.Unavailable("the server is stopping");
    }
    if (ready.isEmpty()) {
      throw new Problem.Unavailable("no worker is running; the last one " + lastEnd);
    }
    throw new Problem.LimitReached("all workers were busy until the deployment's request time-out");
  }

  @Override
  public void prove() {
    // a worker is ready when its init() has returned
  }

  @Override
  public Optional<ModelCard> card() {
    return card;
  }

  /// What a script tells of its inputs and outputs; an empty object when it tells nothing.
  @Override
  public ObjectNode description() {
    return swagger instanceof ObjectNode told ? told : Json.object();
  }

  @Override
  public String summary() {
    return plan.summary();
  }

  @Override
  public void close() {
    closing.countDown();
    starting.forEach(WorkerStart::end);
    List<Worker> all = List.copyOf(ready); // they leave that list as they end
    all.forEach(Worker::close);
    all.forEach(worker -> end(worker.process()));
    threads.shutdownNow();
    threads.close();
    delete(plan.folder());
  }

  private static void end(ChildProcess process) {
    try {
      process.terminate();
      if (!process.await(END_MAX)) {
        process.kill();
      }
    } catch (InterruptedException e) {
      process.kill();
      Thread.currentThread().interrupt();
    }
  }

  /// Removes a folder with all that is in it.
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
