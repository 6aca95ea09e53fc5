package dev.lazuli.jobs;

import dev.lazuli.base.Problem;
import dev.lazuli.base.Sha256;
import dev.lazuli.compute.Compute;
import dev.lazuli.compute.Handle;
import dev.lazuli.compute.Sighting;
import dev.lazuli.identity.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A job with a process, from its claim until its end is written.
final class ActiveJob implements Active {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveJob.class);
  private static final int LOG_LINES_SHOWN = 5;

  private final RunnerParts parts;
  private final JobFolder folder;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private Job job;
  private String token = "";
  private volatile Handle handle = Handle.NONE;
  private volatile @Nullable Thread preparing;
  private volatile boolean stopAsked;
  private boolean tooLong;

  ActiveJob(Job job, RunnerParts parts) {
    this.job = job;
    this.parts = parts;
    this.folder = parts.folders().apply(job);
  }

  private enum Signal {
    EXITED,
    STOP
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
    token = parts.ids().secret();
    if (!parts.jobs().claim(job, attempt, Sha256.hex(token), now(), leaseEnd())) {
      return false;
    }
    reload();
    return true;
  }

  @Override
  public void runAnew() throws InterruptedException {
    folder.make();
    Optional<Errand> errand = prepare();
    if (errand.isEmpty() || !advance(new JobState.Starting(now(), attempt()))) {
      return;
    }
    Handle started;
    try {
      started = parts.compute().start(assignments().of(errand.get(), token));
    } catch (IOException e) {
      end(
          new JobState.Failed(
              now(), "SystemError", "its process could not be started: " + e.getMessage()));
      return;
    }
    handle = started;
    boolean runs = advance(new JobState.Running(now(), attempt(), started));
    if (!runs) {
      signals.add(Signal.STOP); // cancelled between start and this line
    }
    watch();
    settle(false);
  }

  @Override
  public void takeOver() throws InterruptedException {
    Handle known = job.state().handle();
    if (known.isNone()) {
      known = parts.compute().find(assignments().unknown()).orElse(Handle.NONE);
    }
    handle = known;
    switch (job.state()) {
      case JobState.Preparing _, JobState.Starting _ -> {
        if (known.isNone()) {
          advance(new JobState.Queued(now()));
          return;
        }
        if (job.state() instanceof JobState.Preparing) {
          advance(new JobState.Starting(now(), attempt()));
        }
        advance(new JobState.Running(now(), attempt(), known));
      }
      case JobState.Running _, JobState.NotResponding _, JobState.Finalizing _ -> {}
      case JobState.CancelRequested _ -> stopAsked = true;
      case JobState.NotStarted _, JobState.Queued _ -> {
        return;
      }
      case JobState.Completed _, JobState.Failed _, JobState.Canceled _ -> {
        return;
      }
    }
    if (isRunning()) {
      LOG.info("job '{}' goes on in process {}", job.name(), known.text());
      tellAddress();
      if (stopAsked) {
        signals.add(Signal.STOP);
      }
      watch();
    }
    settle(true);
  }

  private boolean isRunning() {
    return !handle.isNone() && parts.compute().look(handle) instanceof Sighting.Running;
  }

  @Override
  public void stop() {
    stopAsked = true;
    Thread thread = preparing;
    if (thread != null) {
      thread.interrupt();
    }
    signals.add(Signal.STOP);
  }

  @Override
  public void news() {
    // a process waits for nobody
  }

  @Override
  public void giveUp(RuntimeException mistake) {
    kill();
    reload();
    if (!job.status().hasEnded()) {
      end(
          stopAsked
              ? new JobState.Canceled(now())
              : new JobState.Failed(
                  now(), "SystemError", "internal error: " + mistake.getMessage()));
    }
  }

  private void kill() {
    if (!handle.isNone()) {
      parts.compute().stop(handle, Compute.Force.KILL);
    }
  }

  private Optional<Errand> prepare() throws InterruptedException {
    preparing = Thread.currentThread();
    try {
      Errand errand =
          work()
              .prepare(
                  new Turn(
                      parts.workspaces().require(job.ownerId()),
                      job,
                      folder,
                      token,
                      parts.server()));
      if (Thread.interrupted() && !stopAsked) {
        throw new InterruptedException();
      }
      return Optional.of(errand);
    } catch (Problem problem) {
      if (Thread.currentThread().isInterrupted() && !stopAsked) {
        throw new InterruptedException();
      }
      refused(problem);
      return Optional.empty();
    } catch (InterruptedException e) {
      if (!stopAsked) {
        throw e;
      }
      end(new JobState.Canceled(now()));
      return Optional.empty();
    } finally {
      preparing = null;
    }
  }

  private JobWork work() {
    JobWork work = parts.works().get(job.type());
    if (work == null) {
      throw new Problem.Unsupported("this server cannot run %s jobs".formatted(job.type()));
    }
    return work;
  }

  private void refused(Problem problem) {
    boolean stopped = Thread.interrupted() || stopAsked;
    end(
        stopped
            ? new JobState.Canceled(now())
            : new JobState.Failed(now(), "UserError", problem.text()));
  }

  private void watch() throws InterruptedException {
    parts.compute().whenGone(handle, () -> signals.add(Signal.EXITED));
    long killAt = Long.MAX_VALUE;
    long nextBeat = System.nanoTime();
    while (isRunning()) {
      long wait = Math.max(1, Math.min(killAt, nextBeat) - System.nanoTime());
      Signal signal = signals.poll(wait, TimeUnit.NANOSECONDS);
      if (signal == Signal.EXITED) {
        return;
      }
      boolean shouldStop = signal == Signal.STOP || stopAsked || tooLong;
      if (shouldStop && killAt == Long.MAX_VALUE) {
        parts.compute().stop(handle, Compute.Force.ASK);
        killAt = System.nanoTime() + parts.settings().stopGrace().toNanos();
      }
      if (System.nanoTime() >= killAt) {
        kill();
        killAt = System.nanoTime() + parts.settings().stopGrace().toNanos();
      }
      if (System.nanoTime() >= nextBeat) {
        nextBeat = System.nanoTime() + parts.settings().beat().toNanos();
        beat();
      }
    }
  }

  /// Renews the lease, and looks whether the process lives and whether others changed the job.
  private void beat() {
    reload();
    if (job.status() == JobStatus.CANCEL_REQUESTED) {
      stopAsked = true;
    }
    parts.jobs().renew(job, attempt(), leaseEnd());
    tooLong = tooLong || hasRunTooLong();
    boolean silent =
        folder
            .lastHeartbeat()
            .map(last -> last.plus(parts.settings().silenceMax()).isBefore(now()))
            .orElse(false);
    switch (job.state()) {
      case JobState.Running(_, Attempt attempt, Handle known) when silent ->
          advance(new JobState.NotResponding(now(), attempt, known));
      case JobState.NotResponding(_, Attempt attempt, Handle known) when !silent ->
          advance(new JobState.Running(now(), attempt, known));
      case JobState.NotStarted _, JobState.Queued _, JobState.Preparing _ -> {}
      case JobState.Starting _, JobState.Running _, JobState.NotResponding _ -> {}
      case JobState.CancelRequested _, JobState.Finalizing _, JobState.Completed _ -> {}
      case JobState.Failed _, JobState.Canceled _ -> {}
    }
  }

  private boolean hasRunTooLong() {
    Optional<Instant> end =
        job.times().findStarted().flatMap(at -> work().timeMax(job).map(at::plus));
    return end.filter(at -> at.isBefore(now())).isPresent();
  }

  /// @param wasAway whether the server may have missed the end of the process
  private void settle(boolean wasAway) {
    reload();
    if (job.state().holder().isEmpty()) {
      return; // ended by someone else, such as a runner that thought this one dead
    }
    kill(); // what the process has left running must not outlive it
    int number = attempt().number();
    if (job.status() == JobStatus.RUNNING || job.status() == JobStatus.NOT_RESPONDING) {
      advance(new JobState.Finalizing(now(), attempt(), handle));
    }
    boolean cancelled = job.status() == JobStatus.CANCEL_REQUESTED;
    JobState last;
    if (tooLong && !cancelled) {
      last =
          new JobState.Canceled(
              now(),
              "it ran longer than its limit of "
                  + Ending.words(work().timeMax(job).orElse(Duration.ZERO)));
    } else {
      Optional<Outcome> outcome = folder.findOutcome(number);
      Ending.Evidence evidence =
          new Ending.Evidence(
              cancelled,
              Ending.FoundOutcome.of(outcome),
              exit(wasAway),
              folder.lastLines(LOG_LINES_SHOWN));
      outcome.ifPresent(said -> job = parts.moves().keepProperties(job, said.properties()));
      last =
          work().leavesOutcome() ? Ending.of(evidence, now()) : Ending.ofProgram(evidence, now());
    }
    end(kept(last));
  }

  private Ending.Exit exit(boolean wasAway) {
    if (!handle.isNone() && parts.compute().look(handle) instanceof Sighting.Gone gone) {
      if (!gone.reason().isEmpty()) {
        return new Ending.Exit.Ended(gone.reason());
      }
      if (gone.exitCode().isPresent()) {
        return new Ending.Exit.Code(gone.exitCode().getAsInt());
      }
    }
    return wasAway ? new Ending.Exit.Unseen() : new Ending.Exit.Killed();
  }

  /// Keeps what the process has left; a job of which something cannot be kept has failed.
  private JobState kept(JobState last) {
    Workspace workspace = parts.workspaces().require(job.ownerId());
    try {
      work().keepArtifacts(workspace, job, folder);
      if (last instanceof JobState.Completed) {
        job = parts.moves().keep(job, work().keep(workspace, job, folder));
      }
      return last;
    } catch (Problem problem) {
      return last instanceof JobState.Completed
          ? new JobState.Failed(now(), "UserError", problem.text())
          : last;
    }
  }

  private void end(JobState last) {
    try {
      parts.moves().end(job, last);
    } catch (Problem.Conflict e) {
      reload();
      if (!job.status().hasEnded()) {
        JobState instead =
            job.status() == JobStatus.CANCEL_REQUESTED ? new JobState.Canceled(now()) : last;
        parts.moves().end(job, instead);
      }
    }
  }

  /// Moves the job on; false when someone else has changed it, who then decides.
  private boolean advance(JobState next) {
    try {
      parts.moves().move(job, next);
      reload();
      return true;
    } catch (Problem.Conflict e) {
      reload();
      if (job.status() == JobStatus.CANCEL_REQUESTED
          && job.state().handle().isNone()
          && handle.isNone()) {
        end(new JobState.Canceled(now()));
      }
      return false;
    }
  }

  private void tellAddress() {
    folder.write(folder.serverUrl(), parts.server().toString().getBytes(StandardCharsets.UTF_8));
  }

  private Assignments assignments() {
    return new Assignments(parts, job, folder, attempt().number());
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
