package dev.lazuli.data;

import java.time.Instant;
import java.util.Map;

/// All versions of one data asset.
///
/// @param latestVersion the version made last that is not archived; empty when there is none
/// @param nextVersion the number that a version without one gets
public record DataContainer(
    long id,
    String name,
    DataType type,
    String description,
    Map<String, String> tags,
    boolean isArchived,
    String latestVersion,
    String nextVersion,
    Instant created,
    Instant modified) {}
