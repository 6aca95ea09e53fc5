package dev.lazuli.jobs;

import dev.lazuli.base.Json;
import dev.lazuli.compute.Assignment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Makes of what a job's process is what a compute is told.
record Assignments(RunnerParts parts, Job job, JobFolder folder, int attempt) {
  /// The assignment of an errand; what its process reads is written first.
  Assignment of(Errand errand, String token) {
    return switch (errand) {
      case Errand.Own(ObjectNode work) -> {
        ObjectNode order = Json.object();
        order
            .put("job", job.name())
            .put("type", job.type())
            .put("attempt", attempt)
            .put("token", token)
            .set("work", work);
        folder.write(folder.order(), Json.bytes(order));
        folder.write(
            folder.serverUrl(), parts.server().toString().getBytes(StandardCharsets.UTF_8));
        yield in(
            folder.path(),
            parts.ownProgram().apply(folder.path()),
            Map.of("AZUREML_RUN_ID", job.name(), "MLFLOW_RUN_ID", job.name()),
            Long.MAX_VALUE);
      }
      case Errand.Program(
              List<String> command,
              Path in,
              Map<String, String> environment,
              long memoryMax) ->
          in(in, command, environment, memoryMax);
    };
  }

  /// The assignment of this attempt, whatever it was.
  Assignment unknown() {
    return in(folder.path(), List.of(), Map.of(), Long.MAX_VALUE);
  }

  private Assignment in(
      Path in, List<String> command, Map<String, String> environment, long memoryMax) {
    return new Assignment(
        attempt, folder.path(), in, folder.log(), command, environment, memoryMax);
  }
}
