package dev.lazuli.jobs;

import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.tracking.RunStatus;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends jobs: keeps the log, ends the run, and writes the last state, in this order, so that what a
/// crash cuts short can be done again.
final class JobMoves {
  private static final Logger LOG = LoggerFactory.getLogger(JobMoves.class);

  private final JobStore store;
  private final JobRuns runs;
  private final Workspaces workspaces;
  private final Function<Job, JobFolder> folders;
  private final Consumer<Job> moved;

  /// @param moved is told each job that has changed its state
  JobMoves(
      JobStore store,
      JobRuns runs,
      Workspaces workspaces,
      Function<Job, JobFolder> folders,
      Consumer<Job> moved) {
    this.store = store;
    this.runs = runs;
    this.workspaces = workspaces;
    this.folders = folders;
    this.moved = moved;
  }

  /// Changes the state of a job that is still as `job` tells it, and of its run.
  ///
  /// @throws Problem.Conflict when it is not any more, or the rules do not allow it
  void move(Job job, JobState next) {
    Workspace workspace = workspaces.require(job.ownerId());
    store
        .database()
        .change(transaction -> {
          store.move(transaction, job, next);
          runs.follow(transaction, workspace, job, next);
        });
    moved.accept(job);
  }

  /// Ends a job: keeps its log, then writes its last state.
  ///
  /// @throws Problem.Conflict when it was changed at the same time, or is held by another attempt
  void end(Job job, JobState last) {
    Workspace workspace = workspaces.require(job.ownerId());
    byte[] log = folders.apply(job).logText(true);
    if (log.length > 0) {
      runs.putArtifact(workspace, job, "user_logs/std_log.txt", new ByteArrayInputStream(log));
    }
    if (job.tries() > 0) {
      RunStatus status = last instanceof JobState.Completed ? RunStatus.FINISHED : RunStatus.KILLED;
      runs.endChildren(workspace, job, status, last.since());
    }
    move(job, last);
    LOG.info("job '{}' is {}", job.name(), last.status().word());
  }

  /// Adds what a job's end leaves: properties, and where its outputs lie.
  Job keep(Job job, JobWork.Kept kept) {
    if (!kept.outputs().isEmpty()) {
      store.setOutputs(job, kept.outputs());
    }
    Job now = keepProperties(job, kept.properties());
    return store.find(now.id()).orElse(now);
  }

  /// Adds properties that the process of a job has left.
  Job keepProperties(Job job, Map<String, String> properties) {
    if (properties.isEmpty()) {
      return job;
    }
    return store.relabel(
        job,
        labels -> {
          Map<String, String> all = new TreeMap<>(labels.properties());
          all.putAll(properties);
          return labels.withProperties(all);
        });
  }
}
