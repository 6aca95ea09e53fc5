package dev.lazuli.jobs;

import tools.jackson.databind.node.ObjectNode;

/// A job as someone hands it in.
///
/// @param type Azure's word, in any case
/// @param parent name of the job that it is a step or trial of; empty for none
/// @param spec what it does, without labels
public record JobDraft(
    JobName name, String type, String parent, JobLabels labels, ObjectNode spec) {

  /// A job of its own.
  public JobDraft(JobName name, String type, JobLabels labels, ObjectNode spec) {
    this(name, type, "", labels, spec);
  }
}
