package dev.lazuli.jobs;

import dev.lazuli.base.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes waiting jobs, a bounded number at a time, and looks after their processes.
///
/// Closing it leaves the processes alone: the next runner of this home takes them over.
final class JobRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final long TICK_SECONDS = 5;
  private static final Set<JobStatus> HELD =
      EnumSet.of(
          JobStatus.PREPARING,
          JobStatus.STARTING,
          JobStatus.RUNNING,
          JobStatus.NOT_RESPONDING,
          JobStatus.CANCEL_REQUESTED,
          JobStatus.FINALIZING);

  private final RunnerParts parts;
  private final Map<Long, Active> active = new ConcurrentHashMap<>();
  private final SlotBook slots;
  private final Semaphore news = new Semaphore(0);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("job-", 0).factory());

  private volatile boolean closing;

  JobRunner(RunnerParts parts) {
    this.parts = parts;
    this.slots = new SlotBook(parts.settings().jobsAtOnce());
  }

  /// Takes over what an earlier runner of this home left, then begins to take waiting jobs.
  void start() {
    threads.execute(this::dispatch);
  }

  /// Looks for waiting jobs now.
  void wake() {
    news.release();
  }

  /// Tells the process of a job to stop.
  void stop(Job job) {
    Active running = active.get(job.id());
    if (running != null) {
      running.stop();
    }
  }

  /// Hears that a job has changed its state: who has started it may wait for that.
  void moved(Job job) {
    if (!job.parent().isEmpty()) {
      active.values().stream()
          .filter(parent -> parent.name().equals(job.parent()))
          .forEach(Active::news);
    }
  }

  private void dispatch() {
    try {
      while (true) {
        tick();
        if (news.tryAcquire(TICK_SECONDS, TimeUnit.SECONDS)) {
          news.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /// One of the listed boundaries that catch everything: a bad tick must not be the last.
  private void tick() {
    try {
      takeOverHeld();
      reapAbandoned();
      startWaiting();
    } catch (RuntimeException e) {
      if (!closing) {
        LOG.error("the job runner stumbled", e);
      }
    }
  }

  private void startWaiting() {
    for (Job job :
        parts.jobs().waiting(parts.controllers().keySet(), Set.of(), Integer.MAX_VALUE)) {
      begin(job, Optional.empty());
    }
    while (slots.hasFree()) {
      List<Job> next = parts.jobs().waiting(parts.works().keySet(), slots.full(), 1);
      if (next.isEmpty()) {
        return;
      }
      Job job = next.getFirst();
      int atOnce = parts.queues().slots(parts.workspaces().require(job.ownerId()), job.compute());
      if (slots.take(job.compute(), atOnce)) {
        begin(job, Optional.of(job.compute()));
      }
    }
  }

  private void begin(Job job, Optional<String> slot) {
    Active begun = active(job);
    if (begun.claim()) {
      launch(begun, begun::runAnew, slot);
    } else {
      slot.ifPresent(slots::give);
    }
  }

  private Active active(Job job) {
    JobController controller = parts.controllers().get(job.type());
    return controller == null
        ? new ActiveJob(job, parts)
        : new ActiveController(job, controller, parts);
  }

  /// Looks after jobs that are ours but that no thread has: left by an earlier runner of this home,
  /// or dropped when the store could not be written. Such jobs keep their right to run, even when
  /// there are more than slots.
  private void takeOverHeld() {
    for (Job job : parts.jobs().inState(HELD, Integer.MAX_VALUE)) {
      boolean ours =
          job.state().holder().filter(held -> held.runner().equals(parts.runner())).isPresent();
      if (ours && !active.containsKey(job.id())) {
        Active running = active(job);
        Optional<String> slot = Optional.empty();
        if (running instanceof ActiveJob) {
          slots.takeAnyhow(job.compute());
          slot = Optional.of(job.compute());
        }
        launch(running, running::takeOver, slot);
      }
    }
  }

  private void launch(Active job, Work work, Optional<String> slot) {
    active.put(job.id(), job);
    threads.execute(() -> drive(job, work, slot));
  }

  /// One of the listed boundaries that catch everything: one job must not take others with it.
  private void drive(Active job, Work work, Optional<String> slot) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: its process goes on
    } catch (RuntimeException e) {
      if (closing) {
        LOG.info("job '{}' goes on without this server", job.name());
      } else {
        LOG.error("job '{}' was lost", job.name(), e);
        giveUp(job, e);
      }
    } finally {
      active.remove(job.id());
      slot.ifPresent(slots::give);
      wake();
    }
  }

  private static void giveUp(Active job, RuntimeException mistake) {
    try {
      job.giveUp(mistake);
    } catch (Problem e) {
      LOG.error("job '{}' stays as it is for now: {}", job.name(), e.text());
    }
  }

  private void reapAbandoned() {
    for (Job job : parts.jobs().abandoned(parts.runner(), parts.clock().instant())) {
      LOG.warn("job '{}' was abandoned by its runner", job.name());
      try {
        parts
            .moves()
            .end(
                job,
                new JobState.Failed(
                    parts.clock().instant(),
                    "SystemError",
                    "the server that ran it has not been heard of for longer than its lease"));
      } catch (Problem.Conflict e) {
        LOG.info("job '{}' is looked after by another runner", job.name());
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    threads.shutdownNow();
    threads.close();
  }

  /// What is done for a job on its own thread.
  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }
}
