package dev.lazuli.jobs;

import dev.lazuli.base.Problem;
import dev.lazuli.base.Sha256;
import dev.lazuli.compute.Handle;
import dev.lazuli.identity.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A job without a process: it looks at its children whenever one has changed, and does what its
/// kind of job decides.
final class ActiveController implements Active {
  private final RunnerParts parts;
  private final JobController controller;
  private final Semaphore news = new Semaphore(0);
  private Job job;
  private volatile boolean stopAsked;

  ActiveController(Job job, JobController controller, RunnerParts parts) {
    this.job = job;
    this.controller = controller;
    this.parts = parts;
  }

  @Override
  public long id() {
    return job.id();
  }

  @Override
  public String name() {
    return job.name();
  }

  @Override
  public boolean claim() {
    Attempt attempt = new Attempt(job.tries() + 1, parts.runner());
    String token = Sha256.hex(parts.ids().secret()); // nobody has to show it
    if (!parts.jobs().claim(job, attempt, token, now(), leaseEnd())) {
      return false;
    }
    reload();
    return true;
  }

  @Override
  public void runAnew() throws InterruptedException {
    control();
  }

  @Override
  public void takeOver() throws InterruptedException {
    stopAsked = job.status() == JobStatus.CANCEL_REQUESTED;
    control();
  }

  @Override
  public void stop() {
    stopAsked = true;
    news.release();
  }

  @Override
  public void news() {
    news.release();
  }

  @Override
  public void giveUp(RuntimeException mistake) {
    fail("SystemError", "internal error: " + mistake.getMessage());
  }

  private void control() throws InterruptedException {
    while (true) {
      reload();
      if (job.state().holder().isEmpty()) {
        return; // ended by someone else
      }
      if (job.status() == JobStatus.CANCEL_REQUESTED) {
        stopAsked = true;
      }
      if (stopAsked ? stopChildren() : isDone()) {
        return;
      }
      if (news.tryAcquire(parts.settings().beat().toMillis(), TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
      parts.jobs().renew(job, attempt(), leaseEnd());
    }
  }

  /// Stops the children; true when all have ended, and the job with them.
  private boolean stopChildren() {
    List<Job> going = going();
    going.forEach(child -> parts.submission().cancel(workspace(), child.name()));
    if (!going().isEmpty()) {
      return false;
    }
    end(new JobState.Canceled(now()));
    return true;
  }

  private boolean isDone() {
    JobController.Decision decision;
    try {
      begin();
      decision = controller.decide(workspace(), job, children());
      decision.start().forEach(draft -> parts.submission().submit(workspace(), draft));
    } catch (Problem problem) {
      fail("UserError", problem.text());
      return true;
    }
    decision.cancel().forEach(name -> parts.submission().cancel(workspace(), name));
    job = parts.moves().keep(job, new JobWork.Kept(decision.properties(), decision.outputs()));
    decision.end().ifPresent(this::end);
    return decision.end().isPresent();
  }

  private void begin() {
    if (job.status() == JobStatus.PREPARING) {
      move(new JobState.Starting(now(), attempt()));
    }
    if (job.status() == JobStatus.STARTING) {
      move(new JobState.Running(now(), attempt(), Handle.NONE));
    }
  }

  /// Ends the job at once; its children are stopped and not waited for.
  private void fail(String code, String reason) {
    going().forEach(child -> parts.submission().cancel(workspace(), child.name()));
    reload();
    if (!job.status().hasEnded()) {
      end(stopAsked ? new JobState.Canceled(now()) : new JobState.Failed(now(), code, reason));
    }
  }

  private void end(JobState last) {
    reload();
    if (job.status() == JobStatus.RUNNING) {
      move(new JobState.Finalizing(now(), attempt(), Handle.NONE));
    }
    boolean cancelled = job.status() == JobStatus.CANCEL_REQUESTED;
    parts.moves().end(job, cancelled ? new JobState.Canceled(now()) : last);
  }

  private void move(JobState next) {
    try {
      parts.moves().move(job, next);
    } catch (Problem.Conflict e) {
      stopAsked = true; // only a request to stop comes in between
    }
    reload();
  }

  private List<Job> children() {
    return parts.jobs().children(job.ownerId(), job.name());
  }

  private List<Job> going() {
    return children().stream().filter(child -> !child.status().hasEnded()).toList();
  }

  private Workspace workspace() {
    return parts.workspaces().require(job.ownerId());
  }

  private Attempt attempt() {
    return job.state()
        .holder()
        .orElseThrow(() -> new IllegalStateException(job.name() + " is held by nobody"));
  }

  private void reload() {
    job = parts.jobs().find(job.id()).orElse(job);
  }

  private Instant now() {
    return parts.clock().instant();
  }

  private Instant leaseEnd() {
    return now().plus(parts.settings().lease());
  }
}
