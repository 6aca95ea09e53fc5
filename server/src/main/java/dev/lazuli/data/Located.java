package dev.lazuli.data;

import java.nio.file.Path;

/// Where data lies on this machine.
///
/// @param path a file or a folder; only to read
public record Located(Path path, boolean isFolder) {}
