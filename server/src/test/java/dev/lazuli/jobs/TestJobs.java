package dev.lazuli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Json;
import dev.lazuli.base.Limits;
import dev.lazuli.compute.LocalCompute;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.jobs.spec.SpecKind;
import dev.lazuli.store.Database;
import dev.lazuli.store.Databases;
import dev.lazuli.store.LocalBlobStore;
import dev.lazuli.tracking.Experiments;
import dev.lazuli.tracking.Tracking;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Jobs on a real database, whose processes are shell scripts that behave as a test wants.
final class TestJobs implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  final Database database;
  final Workspace workspace;
  final Tracking tracking;
  final LocalBlobStore blobs;
  final JobStore store;

  private final Workspaces workspaces;
  private final Path home;
  private final Clock clock = Clock.systemUTC();
  private final Ids ids = new Ids(new Random(11));
  private final List<JobController> controllers;
  private Jobs jobs;

  TestJobs(Databases kind, Path home, String script, int queuedMax) {
    this(kind, home, script, queuedMax, List.of());
  }

  TestJobs(
      Databases kind, Path home, String script, int queuedMax, List<JobController> controllers) {
    this.home = home;
    this.controllers = controllers;
    this.database = kind.open(home);
    this.workspaces = Workspaces.open(database, clock, ids);
    this.workspace = workspaces.standard();
    Experiments experiments = new Experiments(database, clock);
    experiments.prepare(workspace);
    this.tracking = new Tracking(database, experiments, clock, ids);
    this.blobs = new LocalBlobStore(home.resolve("blobs"), ids);
    this.store =
        new JobStore(
            database, SpecKind.codec(List.of(TestSpec.kind("Script"), TestSpec.kind("Chain"))));
    this.jobs = make(script, queuedMax);
  }

  /// Jobs that are running.
  static TestJobs running(Databases kind, Path home, String script) {
    TestJobs made = new TestJobs(kind, home, script, 10);
    made.jobs.start(URI.create("http://127.0.0.1:1"));
    return made;
  }

  /// The process of a job that runs.
  Optional<ProcessHandle> process(Job job) {
    String handle = job.state().handle().text();
    return handle.isEmpty()
        ? Optional.empty()
        : ProcessHandle.of(Long.parseLong(handle.substring(0, handle.indexOf(':'))))
            .filter(ProcessHandle::isAlive);
  }

  Jobs jobs() {
    return jobs;
  }

  /// Stops the runner as the end of a server does, and starts another on the same home.
  void restart(String script) {
    stop();
    jobs = make(script, 10);
    jobs.start(URI.create("http://127.0.0.1:2"));
  }

  void stop() {
    jobs.close();
  }

  Job submit(String name) {
    return jobs.submit(workspace, draft(name, "do it")).job();
  }

  Job submit(String name, String type) {
    JobDraft draft = draft(name, "do it");
    return jobs.submit(
            workspace, new JobDraft(draft.name(), draft.labels(), new TestSpec(type, "do it")))
        .job();
  }

  static JobDraft draft(String name, String what) {
    return new JobDraft(
        new JobName(name),
        new JobLabels("experiment", name, "", Map.of("color", "blue"), Map.of(), false),
        new TestSpec("Script", what));
  }

  Job job(String name) {
    return jobs.require(workspace, name);
  }

  /// Waits until a job has this status.
  Job await(String name, JobStatus status) {
    await(
        () -> jobs.find(workspace, name).filter(job -> job.status() == status).isPresent(),
        () -> jobs.find(workspace, name).map(job -> job.state().toString()).orElse("no " + name));
    return job(name);
  }

  void await(BooleanSupplier rule, Supplier<String> otherwise) {
    CountDownLatch never = new CountDownLatch(1);
    long until = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (!rule.getAsBoolean()) {
      assertThat(System.nanoTime()).as(otherwise.get()).isLessThan(until);
      try {
        assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  Path folder(String name) {
    return home.resolve("jobs").resolve(Long.toString(workspace.id())).resolve(name);
  }

  private Jobs make(String script, int queuedMax) {
    RunnerSettings settings =
        new RunnerSettings(
            2,
            queuedMax,
            Duration.ofMillis(200),
            Duration.ofMillis(50),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));
    return new Jobs(
        new Jobs.Parts(
            database,
            blobs,
            workspaces,
            tracking,
            Limits.standard(),
            settings,
            new LocalCompute(),
            Queues.byName(2),
            _ -> List.of("sh", "-c", script),
            home.resolve("jobs"),
            clock,
            ids),
        _ -> List.of(new ScriptWork()),
        controllers);
  }

  @Override
  public void close() {
    jobs.close();
    database.close();
  }

  private record ScriptWork() implements JobWork {
    @Override
    public SpecKind<?> kind() {
      return TestSpec.kind("Script");
    }

    @Override
    public Set<String> settings() {
      return Set.of("seed");
    }

    @Override
    public void check(Workspace workspace, JobLabels labels, JobSpec spec) {
      // every script may run
    }

    @Override
    public Errand prepare(Turn turn) {
      return new Errand.Own(Json.object());
    }
  }
}
