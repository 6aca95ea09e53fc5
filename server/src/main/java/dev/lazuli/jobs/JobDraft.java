package dev.lazuli.jobs;

import dev.lazuli.jobs.spec.JobSpec;

/// A job as someone hands it in.
///
/// @param parent name of the job that it is a step or trial of; empty for none
/// @param spec what it does, without labels
public record JobDraft(JobName name, String parent, JobLabels labels, JobSpec spec) {

  /// A job of its own.
  public JobDraft(JobName name, JobLabels labels, JobSpec spec) {
    this(name, "", labels, spec);
  }
}
