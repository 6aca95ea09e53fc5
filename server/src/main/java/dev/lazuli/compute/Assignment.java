package dev.lazuli.compute;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One process that a compute shall run.
///
/// @param attempt which try this is; a compute never runs the same try of a desk twice
/// @param desk folder for what the compute itself notes of the assignment
/// @param folder that the process works in
/// @param log that its output is appended to
/// @param environment added to the little that every process gets
/// @param memoryMax bytes that it and its children may hold; [Long#MAX_VALUE] for no limit
public record Assignment(
    int attempt,
    Path desk,
    Path folder,
    Path log,
    List<String> command,
    Map<String, String> environment,
    long memoryMax) {}
