package dev.lazuli.jobs;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Json;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import dev.lazuli.base.Sha256;
import dev.lazuli.compute.Compute;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.jobs.spec.JobDocument;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.schema.Description;
import dev.lazuli.store.BlobStore;
import dev.lazuli.store.Database;
import dev.lazuli.tracking.Experiment;
import dev.lazuli.tracking.Tracking;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The jobs of this server: handing in, looking at, cancelling; and the runner that does them.
public final class Jobs implements AutoCloseable {
  private final JobStore store;
  private final JobRuns runs;
  private final JobMoves moves;
  private final JobKinds kinds;
  private final Description<JobDocument> description;
  private final Parts parts;
  private volatile @Nullable JobRunner runner;

  /// The jobs of a server; none runs before [#start].
  ///
  /// @param works what the types of jobs are that have a process, which may look at these jobs
  /// @param controllers what the types of jobs are that have none
  public Jobs(Parts parts, Function<Jobs, List<JobWork>> works, List<JobController> controllers) {
    this.parts = parts;
    this.runs = new JobRuns(parts.tracking(), parts.blobs(), parts.limits());
    this.kinds = new JobKinds(works.apply(this), controllers);
    this.description = JobDocument.form(kinds.codec());
    this.store = new JobStore(parts.database(), kinds.codec());
    this.moves = new JobMoves(store, runs, parts.workspaces(), this::folder, this::moved);
  }

  /// What jobs stand on.
  ///
  /// @param ownProgram the command that does the job of a folder by this program
  /// @param home folder that the folders of jobs lie in
  public record Parts(
      Database database,
      BlobStore blobs,
      Workspaces workspaces,
      Tracking tracking,
      Limits limits,
      RunnerSettings settings,
      Compute compute,
      Queues queues,
      Function<Path, List<String>> ownProgram,
      Path home,
      Clock clock,
      Ids ids) {}

  /// How the jobs that can run here are written.
  public Description<JobDocument> description() {
    return description;
  }

  /// What became of a job that was handed in.
  ///
  /// @param isNew false when the same job was there already
  public record Submitted(Job job, boolean isNew) {}

  /// Begins to run jobs, those of an earlier server first.
  ///
  /// @param server where the processes of jobs reach this server
  public void start(URI server) {
    JobRunner started =
        new JobRunner(
            new RunnerParts(
                runnerId(),
                server,
                parts.workspaces(),
                store,
                moves,
                kinds.works(),
                kinds.controllers(),
                submission(),
                parts.compute(),
                parts.queues(),
                parts.ownProgram(),
                parts.settings(),
                this::folder,
                parts.clock(),
                parts.ids()));
    runner = started;
    started.start();
  }

  /// Takes a job in. To hand in the same one again changes at most its labels.
  ///
  /// @throws Problem.Conflict when a job of that name does something else
  /// @throws Problem.Unsupported when no job of that type can run here
  /// @throws Problem.Invalid when its spec cannot be used
  /// @throws Problem.LimitReached when too many wait
  public Submitted submit(Workspace workspace, JobDraft draft) {
    JobSpec spec = draft.spec();
    Optional<Job> existing = store.find(workspace.id(), draft.name().value());
    if (existing.isPresent()) {
      return new Submitted(again(existing.get(), draft), false);
    }
    JobKinds.Kind kind = kinds.require(spec.type());
    kind.check(workspace, draft.labels(), spec);
    String queue = parts.queues().queue(workspace, spec.placement().compute());
    Instant now = now();
    Job job =
        new Job(
            0,
            workspace.id(),
            draft.name().value(),
            kind.type(),
            draft.parent(),
            queue,
            draft.labels(),
            spec,
            Json.object(),
            parts.ids().secret(),
            new JobState.Queued(now),
            0,
            new Job.Times(now, null, null));
    Experiment experiment = runs.experiment(workspace, draft.labels());
    parts
        .database()
        .change(transaction -> {
          int waiting = store.count(transaction, JobStatus.QUEUED);
          if (waiting >= parts.settings().jobsQueuedMax()) {
            throw new Problem.LimitReached(
                "%d jobs wait already, the most that may: try again later, or cancel some"
                    .formatted(waiting));
          }
          store.insert(transaction, job);
          runs.begin(transaction, workspace, experiment, job);
        });
    JobRunner running = runner;
    if (running != null) {
      running.wake();
    }
    return new Submitted(require(workspace, job.name()), true);
  }

  /// The job of that name.
  public Optional<Job> find(Workspace workspace, String name) {
    return store.find(workspace.id(), name);
  }

  /// The jobs of these names that there are, by name.
  public Map<String, Job> find(Workspace workspace, Collection<String> names) {
    return store.find(workspace.id(), names);
  }

  /// The job of that name.
  ///
  /// @throws Problem.NotFound when there is none
  public Job require(Workspace workspace, String name) {
    return find(workspace, name)
        .orElseThrow(() -> new Problem.NotFound("no job '%s'".formatted(name)));
  }

  /// Jobs, newest first.
  public List<Job> list(Workspace workspace, JobFilter filter) {
    return store.list(workspace.id(), filter);
  }

  /// The jobs that a job has started, oldest first.
  public List<Job> children(Workspace workspace, String name) {
    return store.children(workspace.id(), name);
  }

  /// Asks a job to stop; one that has ended stays as it is.
  ///
  /// @throws Problem.NotFound when there is none
  public Job cancel(Workspace workspace, String name) {
    while (true) {
      Job job = require(workspace, name);
      JobState next = job.state().cancelled(now());
      if (next.equals(job.state())) {
        return job;
      }
      try {
        if (next instanceof JobState.Canceled) {
          moves.end(job, next);
        } else {
          moves.move(job, next);
          signal(job);
        }
        return require(workspace, name);
      } catch (Problem.Conflict _) {
        Thread.onSpinWait(); // it moved on in between: look again
      }
    }
  }

  /// Changes what people call a job.
  ///
  /// @throws Problem.NotFound when there is none
  public Job relabel(Workspace workspace, String name, UnaryOperator<JobLabels> change) {
    return store.relabel(require(workspace, name), change);
  }

  /// Removes a job that has ended, its folder with it; its run stays.
  ///
  /// @throws Problem.Conflict when it has not ended
  public void delete(Workspace workspace, String name) {
    Job job = require(workspace, name);
    if (!job.status().hasEnded()) {
      throw new Problem.Conflict(
          "job '%s' is %s: cancel it first".formatted(name, job.status().word()));
    }
    store.delete(job);
    folder(job).delete();
  }

  /// How far a job is, in the words of its type; an empty object when it has not said anything.
  public ObjectNode progress(Job job) {
    JobFolder folder = folder(job);
    return folder.read(folder.progress()).orElseGet(Json::object);
  }

  /// How many bytes the log of a job has: whole lines only, until the job has ended.
  public long logLength(Job job) {
    return folder(job).logLength(job.status().hasEnded());
  }

  /// The bytes `[offset, offset + length)` of the log of a job; the caller closes the stream.
  public InputStream openLog(Job job, long offset, long length) {
    return folder(job).openLog(offset, length);
  }

  /// The job of that name and log secret, which stands for a login.
  ///
  /// @throws Problem.NotFound when there is none
  public Job requireByLogSecret(String name, String secret) {
    return parts
        .database()
        .read(transaction -> store.findByLogSecret(transaction, name, secret))
        .orElseThrow(() -> new Problem.NotFound("no such log"));
  }

  /// The job whose newest attempt shows this token.
  ///
  /// @throws Problem.Unauthenticated when it is not: an older attempt has no say any more
  public Job requireByToken(String name, String token) {
    String hash = Sha256.hex(token);
    Job job =
        parts
            .database()
            .read(transaction -> store.findByToken(transaction, name, hash))
            .orElseThrow(() ->
                new Problem.Unauthenticated(
                    "the token is not that of the newest attempt of job '%s'".formatted(name)));
    if (job.status().hasEnded()) {
      throw new Problem.Conflict(
          "job '%s' is %s and takes no more reports".formatted(name, job.status().word()));
    }
    return job;
  }

  /// The job whose process calls.
  ///
  /// @throws Problem.Forbidden when no job calls
  public Job requireCaller(Caller caller) {
    if (!(caller instanceof Caller.Job job)) {
      throw new Problem.Forbidden("only the process of a job may report for it");
    }
    return require(parts.workspaces().require(job.workspace()), job.job());
  }

  /// Applies what the process of a job says of its runs.
  ///
  /// @throws Problem.Invalid when a run is not the job's
  public void report(Job job, JsonNode body) {
    runs.apply(workspace(job), job, RunReport.parse(job.name(), body));
  }

  /// Stores an artifact of a job's run.
  public void putArtifact(Job job, String path, InputStream content) {
    runs.putArtifact(workspace(job), job, path, content);
  }

  @Override
  public void close() {
    JobRunner running = runner;
    if (running != null) {
      running.close();
    }
  }

  private Job again(Job job, JobDraft draft) {
    boolean same =
        job.spec().equals(draft.spec())
            && kinds.require(job.type()).settings().stream()
                .allMatch(name ->
                    Objects.equals(
                        job.labels().properties().get(name), draft.labels().properties().get(name)))
            && job.labels().experiment().equals(draft.labels().experiment());
    if (!same) {
      throw Problem.Conflict.exists(
          "job '%s' exists and does something else: give the new one another name"
              .formatted(job.name()));
    }
    return store.relabel(
        job,
        labels -> {
          Map<String, String> properties = new LinkedHashMap<>(labels.properties());
          properties.putAll(draft.labels().properties());
          return draft.labels().withProperties(properties);
        });
  }

  private void signal(Job job) {
    JobRunner running = runner;
    if (running != null) {
      running.stop(job);
    }
  }

  private void moved(Job job) {
    JobRunner running = runner;
    if (running != null) {
      running.moved(job);
    }
  }

  private Submission submission() {
    return new Submission() {
      @Override
      public void submit(Workspace workspace, JobDraft draft) {
        if (find(workspace, draft.name().value()).isEmpty()) {
          Jobs.this.submit(workspace, draft);
        }
      }

      @Override
      public void cancel(Workspace workspace, String name) {
        Jobs.this.cancel(workspace, name);
      }
    };
  }

  private Workspace workspace(Job job) {
    return parts.workspaces().require(job.ownerId());
  }

  private JobFolder folder(Job job) {
    return new JobFolder(parts.home().resolve(Long.toString(job.ownerId())).resolve(job.name()));
  }

  /// The same for each server that is started on this home folder.
  private String runnerId() {
    Path file = parts.home().resolve("runner");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(parts.home());
        Files.writeString(file, parts.ids().uuid(), StandardCharsets.UTF_8);
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Instant now() {
    return parts.clock().instant();
  }
}
