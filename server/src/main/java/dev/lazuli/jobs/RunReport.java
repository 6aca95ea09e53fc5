package dev.lazuli.jobs;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the process of a job says of one run: the job's own, or a child of it.
///
/// To say the same twice changes nothing, so a report may be sent again after a broken connection.
///
/// @param runId the job's name, or a name that starts with it and `_`
/// @param name shown to people; empty to leave it
/// @param status one of MLflow's words; empty to leave it
/// @param startMs 0 to leave it
/// @param endMs 0 while it goes on
public record RunReport(
    String runId,
    String name,
    String status,
    long startMs,
    long endMs,
    Map<String, String> params,
    List<Point> metrics,
    Map<String, String> tags) {
  /// One point of a metric.
  public record Point(String key, double value, long timestampMs, long step) {}

  /// A report whose parts do not change.
  public RunReport {
    params = Map.copyOf(params);
    metrics = List.copyOf(metrics);
    tags = Map.copyOf(tags);
  }

  /// Only metrics of a run.
  public static RunReport ofMetrics(String runId, List<Point> metrics) {
    return new RunReport(runId, "", "", 0, 0, Map.of(), metrics, Map.of());
  }

  /// Only tags of a run.
  public static RunReport ofTags(String runId, Map<String, String> tags) {
    return new RunReport(runId, "", "", 0, 0, Map.of(), List.of(), tags);
  }

  /// Reports in the form that they travel in.
  public static ObjectNode json(List<RunReport> reports) {
    ObjectNode body = Json.object();
    ArrayNode runs = body.putArray("runs");
    for (RunReport report : reports) {
      ObjectNode run =
          runs.addObject()
              .put("run_id", report.runId)
              .put("name", report.name)
              .put("status", report.status)
              .put("start_ms", report.startMs)
              .put("end_ms", report.endMs);
      run.set("params", Json.strings(new TreeMap<>(report.params)));
      run.set("tags", Json.strings(new TreeMap<>(report.tags)));
      ArrayNode points = run.putArray("metrics");
      for (Point point : report.metrics) {
        points
            .addObject()
            .put("key", point.key())
            .put("value", point.value())
            .put("timestamp", point.timestampMs())
            .put("step", point.step());
      }
    }
    return body;
  }

  /// Reads the form that reports travel in.
  ///
  /// @param job the job that speaks
  /// @throws Problem.Invalid when a run is not the job's
  static List<RunReport> parse(String job, JsonNode body) {
    List<RunReport> reports = new ArrayList<>();
    for (JsonNode run : body.path("runs")) {
      String id = run.path("run_id").asString("");
      if (!id.equals(job) && !id.startsWith(job + "_")) {
        throw new Problem.Invalid(
            "run_id", id, "'%s' or a name that starts with it".formatted(job));
      }
      List<Point> points = new ArrayList<>();
      for (JsonNode point : run.path("metrics")) {
        points.add(
            new Point(
                point.path("key").asString(""),
                number(point.path("value")),
                point.path("timestamp").asLong(0),
                point.path("step").asLong(0)));
      }
      reports.add(
          new RunReport(
              id,
              run.path("name").asString(""),
              run.path("status").asString(""),
              run.path("start_ms").asLong(0),
              run.path("end_ms").asLong(0),
              strings(run.path("params")),
              points,
              strings(run.path("tags"))));
    }
    return reports;
  }

  private static double number(JsonNode value) {
    return value.isNumber() ? value.doubleValue() : Double.parseDouble(value.asString("NaN"));
  }

  private static Map<String, String> strings(JsonNode object) {
    Map<String, String> values = new TreeMap<>();
    object.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
    return values;
  }
}
