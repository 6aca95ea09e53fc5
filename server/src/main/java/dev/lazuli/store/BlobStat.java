package dev.lazuli.store;

import java.time.Instant;

/// What is known of a stored blob without reading it.
///
/// @param size bytes
/// @param modified when it was last written
public record BlobStat(BlobName name, long size, Instant modified) {}
