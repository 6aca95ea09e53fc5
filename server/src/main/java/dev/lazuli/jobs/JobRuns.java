package dev.lazuli.jobs;

import dev.lazuli.base.Limits;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.BlobStore;
import dev.lazuli.store.Transaction;
import dev.lazuli.tracking.ArtifactUri;
import dev.lazuli.tracking.Experiment;
import dev.lazuli.tracking.LogBatch;
import dev.lazuli.tracking.MetricBatch;
import dev.lazuli.tracking.NewRun;
import dev.lazuli.tracking.Param;
import dev.lazuli.tracking.Run;
import dev.lazuli.tracking.RunChange;
import dev.lazuli.tracking.RunData;
import dev.lazuli.tracking.RunQuery;
import dev.lazuli.tracking.RunStatus;
import dev.lazuli.tracking.Tag;
import dev.lazuli.tracking.Tracking;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The runs behind the jobs: a job's name is the id of its run.
final class JobRuns {
  private static final int CHILDREN_MAX = 10_000;

  private final Tracking tracking;
  private final BlobStore blobs;
  private final Limits limits;

  JobRuns(Tracking tracking, BlobStore blobs, Limits limits) {
    this.tracking = tracking;
    this.blobs = blobs;
    this.limits = limits;
  }

  /// The experiment of a job, made if there is none.
  Experiment experiment(Workspace workspace, JobLabels labels) {
    return tracking.experiments().obtain(workspace, labels.experiment());
  }

  /// Makes the run of a job that waits.
  ///
  /// @throws dev.lazuli.base.Problem.Conflict when there is a run of that id
  void begin(Transaction transaction, Workspace workspace, Experiment experiment, Job job)
      throws SQLException {
    NewRun run =
        NewRun.in(experiment.id())
            .withId(job.name())
            .withName(job.labels().displayName())
            .withUser(transaction.caller().name())
            .withTag("mlflow.source.type", "JOB")
            .withTag("mlflow.source.name", job.type());
    if (!job.parent().isEmpty()) {
      run = run.withParent(job.parent());
    }
    for (var tag : job.labels().tags().entrySet()) {
      run = run.withTag(tag.getKey(), tag.getValue());
    }
    tracking.startRun(transaction, workspace, run);
    tracking.updateRun(
        transaction, workspace, job.name(), RunChange.none().withStatus(RunStatus.SCHEDULED));
  }

  /// Shows where a job stands on its run.
  void follow(Transaction transaction, Workspace workspace, Job job, JobState next)
      throws SQLException {
    Optional<RunChange> change =
        switch (next) {
          case JobState.Running _ -> Optional.of(RunChange.none().withStatus(RunStatus.RUNNING));
          case JobState.Completed(var at) ->
              Optional.of(RunChange.ended(RunStatus.FINISHED, at.toEpochMilli()));
          case JobState.Failed(var at, _, _) ->
              Optional.of(RunChange.ended(RunStatus.FAILED, at.toEpochMilli()));
          case JobState.Canceled(var at, _) ->
              Optional.of(RunChange.ended(RunStatus.KILLED, at.toEpochMilli()));
          case JobState.NotStarted _, JobState.Queued _, JobState.Preparing _ -> Optional.empty();
          case JobState.Starting _, JobState.NotResponding _ -> Optional.empty();
          case JobState.CancelRequested _, JobState.Finalizing _ -> Optional.empty();
        };
    if (change.isPresent()) {
      tracking.updateRun(transaction, workspace, job.name(), change.get());
    }
  }

  /// Ends the children of a job's run that still go on: their process is gone.
  void endChildren(Workspace workspace, Job job, RunStatus status, Instant at) {
    Optional<Run> parent = tracking.find(workspace, job.name());
    if (parent.isEmpty()) {
      return;
    }
    RunQuery going =
        RunQuery.of(parent.get().experimentId(), CHILDREN_MAX)
            .withFilter(
                "tags.`%s` = '%s' and attributes.status = 'RUNNING'"
                    .formatted(NewRun.PARENT_TAG, job.name()));
    for (RunData child : tracking.search(workspace, going).items()) {
      tracking.updateRun(workspace, child.run().id(), RunChange.ended(status, at.toEpochMilli()));
    }
  }

  /// Applies what the process of a job says of its runs; to apply it again changes nothing.
  void apply(Workspace workspace, Job job, List<RunReport> reports) {
    for (RunReport report : reports) {
      apply(workspace, job, report);
    }
  }

  private void apply(Workspace workspace, Job job, RunReport report) {
    Optional<Run> found = tracking.find(workspace, report.runId());
    if (found.isEmpty()) {
      tracking.startRun(workspace, child(workspace, job, report));
    }
    MetricBatch points = new MetricBatch(Math.max(1, report.metrics().size()));
    for (RunReport.Point point : report.metrics()) {
      points.add(point.key(), point.value(), point.timestampMs(), point.step());
    }
    List<Param> params = new ArrayList<>();
    report.params().forEach((key, value) -> params.add(new Param(key, value)));
    List<Tag> tags = new ArrayList<>();
    report.tags().forEach((key, value) -> tags.add(new Tag(key, value)));
    tracking.log(workspace, report.runId(), new LogBatch(points, params, tags));
    RunStatus.find(report.status())
        .ifPresent(status ->
            tracking.updateRun(
                workspace,
                report.runId(),
                report.endMs() > 0
                    ? RunChange.ended(status, report.endMs())
                    : RunChange.none().withStatus(status)));
  }

  private NewRun child(Workspace workspace, Job job, RunReport report) {
    Run parent = tracking.require(workspace, job.name());
    return new NewRun(
            parent.experimentId(),
            report.runId(),
            report.name(),
            parent.userId(),
            report.startMs() == 0 ? NewRun.NOW : report.startMs(),
            List.of())
        .withParent(job.name());
  }

  /// Stores an artifact of a job's run.
  void putArtifact(Workspace workspace, Job job, String path, InputStream content) {
    Run run = tracking.require(workspace, job.name());
    blobs.put(ArtifactUri.blob(workspace, run.artifactUri(), path), content, limits.uploadMax());
  }
}
