package dev.lazuli.endpoints.workers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// How the workers of a deployment are started and watched.
///
/// @param python interpreter of their environment
/// @param program the worker's own Python file
/// @param config what each worker is told; its socket and number are added
/// @param environment variables for them
/// @param folder for their sockets and settings; short, since names of sockets are
/// @param work folder that they start in
/// @param count how many there are
/// @param watch how they are watched
/// @param summary what they run, in a few words
public record WorkerPlan(
    Path python,
    Path program,
    ObjectNode config,
    Map<String, String> environment,
    Path folder,
    Path work,
    int count,
    Watch watch,
    String summary) {

  /// How workers are watched, in the words of Azure's probes.
  ///
  /// @param startMax how long one may take until it is ready
  /// @param period between two looks at one that has nothing to do
  /// @param timeout how long it may take to answer a look
  /// @param failures how many looks in a row may go unanswered
  /// @param lateMax how long one may go on with a request that nobody waits for any more
  public record Watch(
      Duration startMax, Duration period, Duration timeout, int failures, Duration lateMax) {}
}
