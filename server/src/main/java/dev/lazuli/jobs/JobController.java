package dev.lazuli.jobs;

import dev.lazuli.base.Json;
import dev.lazuli.identity.Workspace;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.jobs.spec.SpecKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What jobs of one type are that have no process: they start other jobs, and end by what becomes
/// of these. They hold no slot.
public interface JobController {
  /// How these jobs are written.
  SpecKind<?> kind();

  /// Azure's word, such as `Pipeline`.
  default String type() {
    return kind().type();
  }

  /// The job properties that say what a job does, and not only what it is called.
  default Set<String> settings() {
    return Set.of();
  }

  /// Checks what a job is asked to do, before it is accepted.
  ///
  /// @throws dev.lazuli.base.Problem that names the field which cannot be used
  void check(Workspace workspace, JobLabels labels, JobSpec spec);

  /// Decides what follows from how the children stand: asked at the start, after each change of a
  /// child, and again after a restart. The same facts must lead to the same names of children.
  ///
  /// @param children the jobs that it has started, oldest first
  /// @throws dev.lazuli.base.Problem when it cannot go on: the job then fails with its words
  Decision decide(Workspace workspace, Job job, List<Job> children);

  /// What shall happen.
  ///
  /// @param start jobs to begin; one that is there already is left as it is
  /// @param cancel names of children to stop
  /// @param properties added to the job's
  /// @param outputs where its outputs lie; empty for no change
  /// @param end how the job ends; empty while it goes on
  record Decision(
      List<JobDraft> start,
      List<String> cancel,
      Map<String, String> properties,
      ObjectNode outputs,
      Optional<JobState> end) {

    /// Only waiting.
    public static Decision waiting() {
      return new Decision(List.of(), List.of(), Map.of(), Json.object(), Optional.empty());
    }
  }
}
