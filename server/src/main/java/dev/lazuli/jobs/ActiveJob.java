package dev.lazuli.jobs;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspaces;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// A job in the hands of a runner: from its claim until its end is written.
final class ActiveJob {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveJob.class);
  private static final int LOG_LINES_SHOWN = 5;

  private final Parts parts;
  private final JobFolder folder;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final ObjectNode order = Json.object();
  private Job job;
  private volatile @Nullable ProcessHandle process;
  private volatile @Nullable Thread preparing;
  private volatile boolean stopAsked;

  ActiveJob(Job job, Parts parts) {
    this.job = job;
    this.parts = parts;
    this.folder = parts.folders().apply(job);
  }

  /// What a runner works with.
  ///
  /// @param runner id of this runner, the same after a restart
  /// @param server where the processes reach this server
  record Parts(
      String runner,
      URI server,
      Workspaces workspaces,
      JobStore jobs,
      JobMoves moves,
      Map<String, JobWork> works,
      Launcher launcher,
      RunnerSettings settings,
      Function<Job, JobFolder> folders,
      Clock clock,
      Ids ids) {}

  private enum Signal {
    EXITED,
    STOP
  }

  long id() {
    return job.id();
  }

  String name() {
    return job.name();
  }

  /// Takes the job out of the queue; false when another runner was faster, or it was cancelled.
  boolean claim() {
    Attempt attempt = new Attempt(job.tries() + 1, parts.runner());
    String token = parts.ids().secret();
    if (!parts.jobs().claim(job, attempt, Tokens.sha256(token), now(), leaseEnd())) {
      return false;
    }
    reload();
    order
        .put("job", job.name())
        .put("type", job.type())
        .put("attempt", attempt.number())
        .put("token", token);
    return true;
  }

  /// Gets the inputs, starts the process and stays with it to its end.
  void runAnew() throws InterruptedException {
    folder.make();
    Optional<ObjectNode> work = prepare();
    if (work.isEmpty() || !advance(new JobState.Starting(now(), attempt()))) {
      return;
    }
    order.set("work", work.get());
    folder.write(folder.order(), Json.bytes(order));
    tellAddress();
    Process started;
    try {
      started = parts.launcher().start(job, folder);
    } catch (IOException e) {
      end(
          new JobState.Failed(
              now(), "SystemError", "its process could not be started: " + e.getMessage()));
      return;
    }
    ProcessHandle handle = started.toHandle();
    process = handle;
    boolean runs = advance(new JobState.Running(now(), attempt(), ProcessMark.of(handle)));
    if (!runs) {
      signals.add(Signal.STOP); // cancelled between start and this line
    }
    watch(handle);
    settle(() -> new Ending.Exit.Code(started.exitValue()));
  }

  /// Goes on where an earlier runner of this home stood when it stopped.
  void takeOver() throws InterruptedException {
    ProcessMark mark = job.state().process().pid() == 0 ? markFromProcess() : job.state().process();
    Optional<ProcessHandle> handle = mark.find();
    switch (job.state()) {
      case JobState.Preparing _, JobState.Starting _ -> {
        if (handle.isEmpty()) {
          advance(new JobState.Queued(now()));
          return;
        }
        if (job.state() instanceof JobState.Preparing) {
          advance(new JobState.Starting(now(), attempt()));
        }
        advance(new JobState.Running(now(), attempt(), mark));
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
    if (handle.isPresent()) {
      LOG.info("job '{}' goes on in process {}", job.name(), mark.pid());
      tellAddress();
      process = handle.get();
      if (stopAsked) {
        signals.add(Signal.STOP);
      }
      watch(handle.get());
    }
    settle(Ending.Exit.Unseen::new);
  }

  /// Tells the job to stop, whatever it is doing; returns at once.
  void stop() {
    stopAsked = true;
    Thread thread = preparing;
    if (thread != null) {
      thread.interrupt();
    }
    signals.add(Signal.STOP);
  }

  /// Ends the job after a mistake of ours.
  void giveUp(RuntimeException mistake) {
    ProcessHandle handle = process;
    if (handle != null) {
      handle.destroyForcibly();
    }
    reload();
    if (!job.status().hasEnded()) {
      end(
          stopAsked
              ? new JobState.Canceled(now())
              : new JobState.Failed(
                  now(), "SystemError", "internal error: " + mistake.getMessage()));
    }
  }

  private Optional<ObjectNode> prepare() throws InterruptedException {
    JobWork work = parts.works().get(job.type());
    if (work == null) {
      end(
          new JobState.Failed(
              now(), "UserError", "this server cannot run %s jobs".formatted(job.type())));
      return Optional.empty();
    }
    preparing = Thread.currentThread();
    Optional<ObjectNode> ready;
    try {
      ready =
          Optional.of(
              work.prepare(parts.workspaces().require(job.workspaceId()), job, folder.path()));
    } catch (Problem problem) {
      if (Thread.currentThread().isInterrupted() && !stopAsked) {
        throw new InterruptedException();
      }
      ready = Optional.empty();
      refused(problem);
    } finally {
      preparing = null;
    }
    if (Thread.interrupted() && !stopAsked) {
      throw new InterruptedException();
    }
    return ready;
  }

  private void refused(Problem problem) {
    boolean stopped = Thread.interrupted() || stopAsked;
    end(
        stopped
            ? new JobState.Canceled(now())
            : new JobState.Failed(now(), "UserError", problem.text()));
  }

  private void watch(ProcessHandle handle) throws InterruptedException {
    var _ = handle.onExit().thenRun(() -> signals.add(Signal.EXITED));
    long killAt = Long.MAX_VALUE;
    long nextBeat = System.nanoTime();
    while (handle.isAlive()) {
      long wait = Math.max(1, Math.min(killAt, nextBeat) - System.nanoTime());
      Signal signal = signals.poll(wait, TimeUnit.NANOSECONDS);
      if (signal == Signal.EXITED) {
        return;
      }
      if ((signal == Signal.STOP || stopAsked) && killAt == Long.MAX_VALUE) {
        handle.destroy();
        killAt = System.nanoTime() + parts.settings().stopGrace().toNanos();
      }
      if (System.nanoTime() >= killAt) {
        handle.destroyForcibly();
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
    boolean silent =
        folder
            .lastHeartbeat()
            .map(last -> last.plus(parts.settings().silenceMax()).isBefore(now()))
            .orElse(false);
    switch (job.state()) {
      case JobState.Running(_, Attempt attempt, ProcessMark mark) when silent ->
          advance(new JobState.NotResponding(now(), attempt, mark));
      case JobState.NotResponding(_, Attempt attempt, ProcessMark mark) when !silent ->
          advance(new JobState.Running(now(), attempt, mark));
      case JobState.NotStarted _, JobState.Queued _, JobState.Preparing _ -> {}
      case JobState.Starting _, JobState.Running _, JobState.NotResponding _ -> {}
      case JobState.CancelRequested _, JobState.Finalizing _, JobState.Completed _ -> {}
      case JobState.Failed _, JobState.Canceled _ -> {}
    }
  }

  private void settle(Supplier<Ending.Exit> exit) {
    reload();
    if (job.state().holder().isEmpty()) {
      return; // ended by someone else, such as a runner that thought this one dead
    }
    int number = attempt().number();
    if (job.status() == JobStatus.RUNNING || job.status() == JobStatus.NOT_RESPONDING) {
      advance(new JobState.Finalizing(now(), attempt()));
    }
    boolean cancelled = job.status() == JobStatus.CANCEL_REQUESTED;
    Optional<Outcome> outcome = folder.findOutcome(number);
    Ending.Evidence evidence =
        new Ending.Evidence(
            cancelled,
            Ending.FoundOutcome.of(outcome),
            exit.get(),
            folder.lastLines(LOG_LINES_SHOWN));
    outcome.ifPresent(said -> job = parts.moves().keepProperties(job, said.properties()));
    end(Ending.of(evidence, now()));
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
          && job.state().process().equals(ProcessMark.NONE)
          && process == null) {
        end(new JobState.Canceled(now()));
      }
      return false;
    }
  }

  private ProcessMark markFromProcess() {
    return folder
        .read(folder.process())
        .filter(said -> said.path("attempt").asInt(0) == attempt().number())
        .map(said -> new ProcessMark(said.path("pid").asLong(0), said.path("started_ms").asLong(0)))
        .orElse(ProcessMark.NONE);
  }

  private void tellAddress() {
    folder.write(folder.serverUrl(), parts.server().toString().getBytes(StandardCharsets.UTF_8));
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
