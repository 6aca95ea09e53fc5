package dev.lazuli.tracking;

import java.util.List;

/// What is known of a logged model before it exists.
///
/// @param name empty for a random one
/// @param modelType empty for none
/// @param sourceRunId the run that makes it; empty for none
public record NewModel(
    String experimentId,
    String name,
    String modelType,
    String sourceRunId,
    List<Param> params,
    List<Tag> tags) {}
