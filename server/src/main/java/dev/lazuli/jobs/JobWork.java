package dev.lazuli.jobs;

import dev.lazuli.base.Json;
import dev.lazuli.identity.Workspace;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.jobs.spec.SpecKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What jobs of one type are that have a process: how they are checked, what their process is
/// given, and what is kept of what it leaves.
public interface JobWork {
  /// How these jobs are written.
  SpecKind<?> kind();

  /// Azure's word, such as `AutoML`.
  default String type() {
    return kind().type();
  }

  /// The job properties that say what a job does, and not only what it is called.
  default Set<String> settings() {
    return Set.of();
  }

  /// Checks what a job is asked to do, before it is accepted.
  ///
  /// @param spec a record of this kind
  /// @throws dev.lazuli.base.Problem that names the field which cannot be used
  void check(Workspace workspace, JobLabels labels, JobSpec spec);

  /// Gets a job's inputs, and tells what its process is.
  ///
  /// @throws dev.lazuli.base.Problem when an input cannot be had: the job then fails with its words
  Errand prepare(Turn turn) throws InterruptedException;

  /// Whether its process tells itself how it went; else its exit code does.
  default boolean leavesOutcome() {
    return true;
  }

  /// How long its process may run; empty for as long as it wants.
  default Optional<Duration> timeMax(Job job) {
    return Optional.empty();
  }

  /// Keeps what a process leaves for people to look at, whatever became of it.
  default void keepArtifacts(Workspace workspace, Job job, JobFolder folder) {
    // a process that reports has sent them itself
  }

  /// Keeps what a process that went well has left; does the same again when it was cut short.
  ///
  /// @throws dev.lazuli.base.Problem when it cannot be kept: the job then fails with its words
  default Kept keep(Workspace workspace, Job job, JobFolder folder) {
    return Kept.NOTHING;
  }

  /// What a job's end adds to it.
  ///
  /// @param outputs by name: where each lies
  record Kept(Map<String, String> properties, ObjectNode outputs) {
    /// Nothing is added.
    public static final Kept NOTHING = new Kept(Map.of(), Json.object());
  }
}
