package dev.lazuli.jobs;

import dev.lazuli.identity.Workspace;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What jobs of one type are: how they are checked, and what their process is given.
public interface JobWork {
  /// Azure's word, such as `AutoML`.
  String type();

  /// The job properties that say what a job does, and not only what it is called.
  default Set<String> settings() {
    return Set.of();
  }

  /// Checks what a job is asked to do, before it is accepted.
  ///
  /// @param spec the body's `properties` without labels
  /// @throws dev.lazuli.base.Problem that names the field which cannot be used
  void check(Workspace workspace, JobLabels labels, ObjectNode spec);

  /// Gets a job's inputs, and tells what its process needs to know.
  ///
  /// @param folder the job's own folder, for files that the process reads
  /// @throws dev.lazuli.base.Problem when an input cannot be had: the job then fails with its words
  ObjectNode prepare(Workspace workspace, Job job, Path folder);
}
