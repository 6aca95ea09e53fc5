package dev.lazuli.jobs;

import dev.lazuli.jobs.spec.JobSpec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A job of a workspace; its name is also the id of its MLflow run.
///
/// @param id its number in the database
/// @param type Azure's word, such as `AutoML`
/// @param parent name of the job that it is a step or trial of; empty for none
/// @param compute name of the queue that it waits in
/// @param outputs by name: where each lies; empty until it has ended well
/// @param spec what it does
/// @param logSecret part of the address of its log
/// @param tries how often a runner took it
public record Job(
    long id,
    long ownerId,
    String name,
    String type,
    String parent,
    String compute,
    JobLabels labels,
    JobSpec spec,
    ObjectNode outputs,
    String logSecret,
    JobState state,
    int tries,
    Times times) {

  /// When it was made, began and ended.
  ///
  /// @param started null until its process runs
  /// @param ended null until it has ended
  public record Times(Instant created, @Nullable Instant started, @Nullable Instant ended) {
    /// When its process began.
    public Optional<Instant> findStarted() {
      return Optional.ofNullable(started);
    }

    /// When it ended.
    public Optional<Instant> findEnded() {
      return Optional.ofNullable(ended);
    }
  }

  /// Its status.
  public JobStatus status() {
    return state.status();
  }

  /// Its tags.
  public Map<String, String> tags() {
    return labels.tags();
  }
}
