package dev.lazuli.tracking;

/// A dataset that runs of an experiment have read.
///
/// @param context what it was used for, such as `training`; empty for nothing said
public record DatasetSummary(String experimentId, String name, String digest, String context) {}
