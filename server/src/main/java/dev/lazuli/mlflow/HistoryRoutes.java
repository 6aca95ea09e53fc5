package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.tracking.Metric;
import dev.lazuli.tracking.Page;
import dev.lazuli.tracking.Tracking;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/// The history of metrics, whole or sampled.
final class HistoryRoutes {
  private static final int RUNS_MAX = 100;
  private static final int SAMPLES = 320;
  private static final int SAMPLES_MAX = 2_500;

  private final Tracking tracking;
  private final WorkspaceScope scope;

  HistoryRoutes(Tracking tracking, WorkspaceScope scope) {
    this.tracking = tracking;
    this.scope = scope;
  }

  void addTo(Routes routes) {
    Action read = Action.RUNS_READ;
    routes
        .add("GET /2.0/mlflow/metrics/get-history", read, this::history)
        .add("GET /2.0/mlflow/metrics/get-history-bulk-interval", read, this::sampled)
        .add("GET /2.0/mlflow/metrics/get-history-bulk", read, this::bulk);
  }

  private Response history(Request request) {
    Fields fields = Fields.of(request);
    String key = fields.required("metric_key");
    long offset = Tokens.offset(fields.text("page_token"));
    int max = Math.clamp(fields.number("max_results", 0), 0, Integer.MAX_VALUE - 1);
    List<Metric> points =
        tracking.history(
            scope.of(request), fields.runId(), key, offset, max == 0 ? Long.MAX_VALUE : max + 1L);
    Page<Metric> page = max == 0 ? new Page<>(points, -1) : Page.of(points, offset, max);
    ObjectNode rest = Tokens.addTo(Json.object(), page);
    return Response.stream(
        200,
        "application/json",
        -1,
        target -> {
          try (JsonGenerator json = Json.mapper().createGenerator(target)) {
            json.writeStartObject();
            if (!page.items().isEmpty()) {
              json.writeArrayPropertyStart("metrics");
              page.items().forEach(point -> write(json, point));
              json.writeEndArray();
            }
            if (rest.has("next_page_token")) {
              json.writeStringProperty("next_page_token", rest.path("next_page_token").asString());
            }
            json.writeEndObject();
          }
        });
  }

  private static void write(JsonGenerator json, Metric point) {
    json.writeStartObject();
    json.writeStringProperty("key", point.key());
    if (Double.isNaN(point.value())) {
      json.writeStringProperty("value", "NaN");
    } else {
      json.writeNumberProperty("value", point.value());
    }
    json.writeNumberProperty("timestamp", point.timestampMs());
    json.writeNumberProperty("step", point.step());
    json.writeEndObject();
  }

  private Response bulk(Request request) {
    Fields fields = Fields.of(request);
    String key = fields.required("metric_key");
    List<String> runs = runs(fields, "run_id");
    var metrics = Json.array();
    for (String run : runs) {
      for (Metric point :
          tracking.history(
              scope.of(request), run, key, 0, fields.pageSize("max_results", 25_000, 25_000))) {
        metrics.add(Shapes.metric(point).put("run_id", run));
      }
    }
    ObjectNode answer = Json.object();
    answer.set("metrics", metrics);
    return Response.ok(answer);
  }

  private static List<String> runs(Fields fields, String name) {
    List<String> runs = fields.texts(name);
    if (runs.isEmpty()) {
      throw Fields.missing(name);
    }
    if (runs.size() > RUNS_MAX) {
      throw new Problem.Invalid(
          name,
          "GetMetricHistoryBulkInterval request cannot have more than %d run_ids."
              .formatted(RUNS_MAX));
    }
    return runs;
  }

  /// Some points of the metric for each run, at the same steps for all, with first and last.
  private Response sampled(Request request) {
    Fields fields = Fields.of(request);
    String key = fields.required("metric_key");
    List<String> runs = runs(fields, "run_ids");
    int max = fields.pageSize("max_results", SAMPLES, SAMPLES_MAX);
    long first = fields.number("start_step", Long.MIN_VALUE);
    long last = fields.number("end_step", Long.MAX_VALUE);
    if (first > last) {
      throw new Problem.Invalid(
          "start_step",
          "end_step must be greater than start_step. Found start_step=%d and end_step=%d."
              .formatted(first, last));
    }
    Workspace workspace = scope.of(request);
    var metrics = Json.array();
    List<List<Metric>> histories = histories(workspace, runs, key, first, last);
    NavigableSet<Long> all = new TreeSet<>();
    histories.forEach(history -> history.forEach(point -> all.add(point.step())));
    Collection<Long> wanted = sample(all, max);
    for (int i = 0; i < histories.size(); i++) {
      String run = runs.get(i);
      NavigableSet<Long> own = new TreeSet<>(wanted);
      histories.get(i).stream().limit(1).forEach(point -> own.add(point.step()));
      histories.get(i).stream()
          .filter(point -> own.contains(point.step()))
          .forEach(point -> metrics.add(Shapes.metric(point).put("run_id", run)));
    }
    ObjectNode answer = Json.object();
    if (!metrics.isEmpty()) {
      answer.set("metrics", metrics);
    }
    return Response.ok(answer);
  }

  private List<List<Metric>> histories(
      Workspace workspace, List<String> runs, String key, long first, long last) {
    List<List<Metric>> histories = new ArrayList<>();
    for (String run : runs) {
      histories.add(
          tracking.history(workspace, run, key, 0, Long.MAX_VALUE).stream()
              .filter(point -> point.step() >= first && point.step() <= last)
              .toList());
    }
    return histories;
  }

  /// At most `max` of the steps, evenly spread, with the first and the last.
  static Collection<Long> sample(NavigableSet<Long> steps, int max) {
    if (steps.size() <= max) {
      return steps;
    }
    List<Long> all = List.copyOf(steps);
    NavigableSet<Long> some = new TreeSet<>();
    for (int i = 0; i < max; i++) {
      some.add(all.get((int) ((long) i * (all.size() - 1) / Math.max(1, max - 1))));
    }
    return some;
  }
}
