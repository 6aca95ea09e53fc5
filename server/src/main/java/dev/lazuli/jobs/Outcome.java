package dev.lazuli.jobs;

import dev.lazuli.base.Json;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How the process of a job says that it went; the last thing that it writes.
///
/// @param attempt the attempt that it was started for
/// @param properties added to the job's properties
public record Outcome(int attempt, Result result, Map<String, String> properties) {
  /// What came of the work.
  public sealed interface Result {
    /// It is done.
    record Done() implements Result {}

    /// It stopped because it was told to.
    record Stopped() implements Result {}

    /// It could not be done; `code` is `UserError` or `SystemError`.
    record Broken(String code, String reason) implements Result {}
  }

  /// Properties that do not change.
  public Outcome {
    properties = Map.copyOf(properties);
  }

  /// The form that it has in a file.
  public ObjectNode json() {
    ObjectNode json = Json.object().put("attempt", attempt);
    switch (result) {
      case Result.Done _ -> json.put("result", "done");
      case Result.Stopped _ -> json.put("result", "stopped");
      case Result.Broken(String code, String reason) ->
          json.put("result", "broken").put("code", code).put("reason", reason);
    }
    json.set("properties", Json.strings(new TreeMap<>(properties)));
    return json;
  }

  /// Reads the form that it has in a file.
  static Outcome of(JsonNode json) {
    Map<String, String> properties = new TreeMap<>();
    json.path("properties")
        .properties()
        .forEach(entry -> properties.put(entry.getKey(), entry.getValue().asString()));
    Result result =
        switch (json.path("result").asString("")) {
          case "done" -> new Result.Done();
          case "stopped" -> new Result.Stopped();
          default ->
              new Result.Broken(
                  json.path("code").asString("SystemError"),
                  json.path("reason").asString("the job's outcome is not readable"));
        };
    return new Outcome(json.path("attempt").asInt(0), result, properties);
  }
}
