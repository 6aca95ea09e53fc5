package dev.lazuli.jobs;

import tools.jackson.databind.node.ObjectNode;

/// A job as someone hands it in.
///
/// @param type Azure's word, in any case
/// @param spec what it does, without labels
public record JobDraft(JobName name, String type, JobLabels labels, ObjectNode spec) {}
