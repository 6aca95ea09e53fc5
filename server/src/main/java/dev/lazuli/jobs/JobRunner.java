package dev.lazuli.jobs;

import dev.lazuli.base.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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

  private final ActiveJob.Parts parts;
  private final Map<Long, ActiveJob> active = new ConcurrentHashMap<>();
  private final Semaphore slots;
  private final Semaphore news = new Semaphore(0);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("job-", 0).factory());

  private volatile boolean closing;

  JobRunner(ActiveJob.Parts parts) {
    this.parts = parts;
    this.slots = new Semaphore(parts.settings().jobsAtOnce());
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
    ActiveJob running = active.get(job.id());
    if (running != null) {
      running.stop();
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
    while (slots.tryAcquire()) {
      List<Job> next = parts.jobs().inState(EnumSet.of(JobStatus.QUEUED), 1);
      if (next.isEmpty()) {
        slots.release();
        return;
      }
      ActiveJob job = new ActiveJob(next.getFirst(), parts);
      if (job.claim()) {
        launch(job, job::runAnew, true);
      } else {
        slots.release();
      }
    }
  }

  /// Looks after jobs that are ours but that no thread has: left by an earlier runner of this home,
  /// or dropped when the store could not be written. Such jobs keep their right to run, even when
  /// there are more than slots.
  private void takeOverHeld() {
    for (Job job : parts.jobs().inState(HELD, Integer.MAX_VALUE)) {
      boolean ours =
          job.state().holder().filter(held -> held.runner().equals(parts.runner())).isPresent();
      if (ours && !active.containsKey(job.id())) {
        ActiveJob running = new ActiveJob(job, parts);
        launch(running, running::takeOver, slots.tryAcquire());
      }
    }
  }

  private void launch(ActiveJob job, Work work, boolean hasSlot) {
    active.put(job.id(), job);
    threads.execute(() -> drive(job, work, hasSlot));
  }

  /// One of the listed boundaries that catch everything: one job must not take others with it.
  private void drive(ActiveJob job, Work work, boolean hasSlot) {
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
      if (hasSlot) {
        slots.release();
      }
      wake();
    }
  }

  private static void giveUp(ActiveJob job, RuntimeException mistake) {
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
