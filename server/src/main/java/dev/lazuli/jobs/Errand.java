package dev.lazuli.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What the process of a job is.
public sealed interface Errand {
  /// This program: it finds `work` in its folder, reports while it runs and leaves an outcome.
  record Own(ObjectNode work) implements Errand {}

  /// A program of the user's, whose exit code tells how it went.
  ///
  /// @param folder that it works in
  /// @param environment added to the little that every process gets
  /// @param memoryMax bytes that it may hold; [Long#MAX_VALUE] for no limit
  record Program(List<String> command, Path folder, Map<String, String> environment, long memoryMax)
      implements Errand {}
}
