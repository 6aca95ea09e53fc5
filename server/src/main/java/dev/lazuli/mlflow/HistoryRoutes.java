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
  private static final int BULK_MAX = 25_000;

  private static final int SAMPLES_MAX = 2_500;

  private final Tracking tracking;
  private final WorkspaceScope scope;

  HistoryRoutes(Tracking tracking, WorkspaceScope scope) {
    this.tracking = tracking;
    this.scope = scope;
  }

  private static final Message HISTORY =
      Message.empty()
          .ofRun()
          .required("metric_key", Kind.TEXT)
          .with("page_token", Kind.TEXT)
          .with("max_results", Kind.SMALL);
  private static final Message SAMPLED =
      Message.empty()
          .required("run_ids", Kind.TEXTS)
          .required("metric_key", Kind.TEXT)
          .with("start_step", Kind.WHOLE)
          .with("end_step", Kind.WHOLE)
          .with("max_results", Kind.SMALL);
  private static final Message BULK =
      Message.empty()
          .with("run_id", Kind.TEXTS)
          .with("metric_key", Kind.TEXT)
          .with("max_results", Kind.SMALL);

  void addTo(Routes routes) {
    Action read = Action.RUNS_READ;
    String all = "GET /2.0/mlflow/metrics/";
    routes
        .add(all + "get-history", read, Fields.reading(HISTORY, this::history))
        .add(all + "get-history-bulk-interval", read, Fields.reading(SAMPLED, this::sampled))
        .add(all + "get-history-bulk", read, Fields.reading(BULK, this::bulk));
  }

  private Response history(Request request, Fields fields) {
    String key = fields.text("metric_key");
    long offset = Tokens.offset(fields.text("page_token"));
    int max = fields.has("max_results") ? pageSize(fields) : 0;
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

  private static int pageSize(Fields fields) {
    long size = fields.number("max_results", 0);
    if (size < 1) {
      throw new Problem.Invalid(
          "max_results",
          "Invalid value %d for parameter 'max_results' supplied. It must be a positive integer."
              .formatted(size));
    }
    return (int) Math.min(size, Integer.MAX_VALUE - 1);
  }

  private Response bulk(Request request, Fields fields) {
    List<String> runs = fields.texts("run_id");
    if (runs.isEmpty()) {
      throw new Problem.Invalid(
          "run_id", "GetMetricHistoryBulk request must specify at least one run_id.");
    }
    if (runs.size() > RUNS_MAX) {
      throw new Problem.Invalid(
          "run_id",
          "GetMetricHistoryBulk request cannot specify more than %d run_ids. Received %d run_ids."
              .formatted(RUNS_MAX, runs.size()));
    }
    String key = fields.text("metric_key");
    if (key.isEmpty()) {
      throw new Problem.Invalid(
          "metric_key", "GetMetricHistoryBulk request must specify a metric_key.");
    }
    long max = Math.clamp(fields.number("max_results", BULK_MAX), 0, BULK_MAX);
    Workspace workspace = scope.of(request);
    var metrics = Json.array();
    for (String run : runs.stream().sorted().toList()) {
      for (Metric point : tracking.history(workspace, run, key, 0, max - metrics.size())) {
        metrics.add(Shapes.metric(point).put("run_id", run));
      }
    }
    ObjectNode answer = Json.object();
    answer.set("metrics", metrics);
    return Response.ok(answer);
  }

  /// Some points of the metric for each run, at the same steps for all, with first and last.
  private Response sampled(Request request, Fields fields) {
    String key = fields.text("metric_key");
    List<String> runs = fields.texts("run_ids");
    if (runs.size() > RUNS_MAX) {
      throw new Problem.Invalid(
          "run_ids",
          "GetMetricHistoryBulkInterval request must specify at most %d run_ids. Received %d run_ids.%s"
              .formatted(RUNS_MAX, runs.size(), Fields.SEE));
    }
    long max = fields.number("max_results", SAMPLES_MAX);
    if (max < 1 || max > SAMPLES_MAX) {
      throw new Problem.Invalid(
          "max_results",
          "max_results must be between 1 and %d.%s".formatted(SAMPLES_MAX, Fields.SEE));
    }
    if (fields.has("start_step") != fields.has("end_step")) {
      throw new Problem.Invalid(
          "start_step", "If either start step or end step are specified, both must be specified.");
    }
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
    Collection<Long> wanted = sample(all, (int) max);
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
