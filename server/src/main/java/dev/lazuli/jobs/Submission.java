package dev.lazuli.jobs;

import dev.lazuli.identity.Workspace;

/// How jobs begin and stop other jobs.
interface Submission {
  /// Begins a job; one that is there already is left as it is.
  void submit(Workspace workspace, JobDraft draft);

  /// Asks a job to stop; one that has ended stays as it is.
  void cancel(Workspace workspace, String name);
}
