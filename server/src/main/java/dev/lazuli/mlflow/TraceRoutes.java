package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.tracing.Span;
import dev.lazuli.tracing.Trace;
import dev.lazuli.tracing.Traces;
import dev.lazuli.tracking.Page;
import dev.lazuli.tracking.Tag;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's operations on traces, and the address where OpenTelemetry's exporters send spans.
final class TraceRoutes {
  private static final int PAGE = 100;
  private static final int PAGE_MAX = 500;
  private static final int AT_ONCE = 500;
  private static final Kind.Choice STATE = Kind.Choice.of("OK", "ERROR", "IN_PROGRESS");
  private static final Message EXPERIMENT = Message.empty().with("experiment_id", Kind.TEXT);
  private static final Message PLACE =
      Message.empty()
          .with("type", Kind.Choice.of("MLFLOW_EXPERIMENT", "INFERENCE_TABLE"))
          .with("mlflow_experiment", new Kind.Part(EXPERIMENT));
  private static final Message INFO =
      Message.empty()
          .required("trace_id", Kind.TEXT)
          .with("client_request_id", Kind.TEXT)
          .required("trace_location", new Kind.Part(PLACE))
          .with("request_preview", Kind.TEXT)
          .with("response_preview", Kind.TEXT)
          .with("request_time", Kind.TEXT)
          .with("execution_duration", Kind.TEXT)
          .with("state", STATE)
          .with("trace_metadata", new Kind.Table(Kind.TEXT))
          .with("assessments", new Kind.Many(Kind.ANY))
          .with("tags", new Kind.Table(Kind.TEXT));
  private static final Message START =
      Message.empty()
          .required(
              "trace", new Kind.Part(Message.empty().required("trace_info", new Kind.Part(INFO))));
  private static final Message IDS = Message.empty().required("trace_ids", Kind.TEXTS);
  private static final Message GET =
      Message.empty().required("trace_id", Kind.TEXT).with("allow_partial", Kind.TRUTH);
  private static final Message SEARCH =
      Message.empty()
          .required("locations", new Kind.Many(new Kind.Part(PLACE)))
          .with("filter", Kind.TEXT)
          .page(PAGE_MAX)
          .with("order_by", Kind.TEXTS)
          .with("page_token", Kind.TEXT);
  private static final Message DELETE =
      Message.empty()
          .required("experiment_id", Kind.TEXT)
          .with("max_timestamp_millis", Kind.WHOLE)
          .with("max_traces", Kind.SMALL)
          .with("request_ids", Kind.TEXTS);
  private static final Message TAG =
      Message.empty().required("key", Kind.TEXT).with("value", Kind.TEXT);
  private static final Message TAG_KEY = Message.empty().required("key", Kind.TEXT);
  private static final Message LINK = IDS.required("run_id", Kind.TEXT);
  private static final Message PROMPT =
      Message.empty().required("name", Kind.TEXT).required("version", Kind.TEXT);
  private static final Message LINK_PROMPTS =
      Message.empty()
          .required("trace_id", Kind.TEXT)
          .required("prompt_versions", new Kind.Many(new Kind.Part(PROMPT)));
  private static final String PROMPTS_TAG = "mlflow.linkedPrompts";

  private final Traces traces;
  private final WorkspaceScope scope;

  TraceRoutes(Traces traces, WorkspaceScope scope) {
    this.traces = traces;
    this.scope = scope;
  }

  void addTo(Routes routes) {
    Action read = Action.TRACES_READ;
    Action write = Action.TRACES_WRITE;
    String all = " /3.0/mlflow/traces";
    routes
        .add("POST" + all, write, Fields.reading(START, this::start))
        .add("GET" + all + "/get", read, Fields.reading(GET, this::whole))
        .add("GET" + all + "/batchGet", read, Fields.reading(IDS, this::several))
        .add("POST" + all + "/batchGetInfos", read, Fields.reading(IDS, this::infos))
        .add("POST" + all + "/search", read, Fields.reading(SEARCH, this::search))
        .add("GET" + all + "/{trace_id}", read, this::info)
        .add("POST /2.0/mlflow/traces/link-to-run", write, Fields.reading(LINK, this::link))
        .add(
            "POST /2.0/mlflow/traces/link-prompts",
            write,
            Fields.reading(LINK_PROMPTS, this::linkPrompts));
    for (String version : List.of("2.0", "3.0")) {
      String one = " /%s/mlflow/traces".formatted(version);
      routes
          .add(
              "POST" + one + "/delete-traces",
              Action.TRACES_DELETE,
              Fields.reading(DELETE, this::delete))
          .add("PATCH" + one + "/{trace_id}/tags", write, Fields.reading(TAG, this::setTag))
          .add(
              "DELETE" + one + "/{trace_id}/tags", write, Fields.reading(TAG_KEY, this::deleteTag));
    }
  }

  /// The route that stands at the root of the server.
  void addRootTo(Routes routes) {
    routes.add("POST /v1/traces", Action.TRACES_WRITE, this::export);
  }

  private Response start(Request request, Fields fields) {
    Fields info = fields.part("trace").part("trace_info");
    Trace made = traces.start(scope.of(request), TraceShapes.draft(info));
    ObjectNode answer = Json.object();
    answer.putObject("trace").set("trace_info", TraceShapes.info(made));
    return Response.ok(answer);
  }

  private Response info(Request request) {
    Trace trace = traces.require(scope.of(request), request.path("trace_id"));
    ObjectNode answer = Json.object();
    answer.putObject("trace").set("trace_info", TraceShapes.info(trace));
    return Response.ok(answer);
  }

  private Response whole(Request request, Fields fields) {
    String id = fields.text("trace_id");
    Traces.Whole found =
        traces.whole(scope.of(request), List.of(id)).stream()
            .findFirst()
            .orElseThrow(() -> new Problem.NotFound("Trace with ID '%s' not found.".formatted(id)));
    if (found.spans().isEmpty() && !fields.truth("allow_partial", false)) {
      throw new Problem.NotFound(
          "Trace with ID %s is not fully exported yet, please try again later.".formatted(id));
    }
    ObjectNode answer = Json.object();
    answer.set("trace", TraceShapes.whole(found));
    return Response.ok(answer);
  }

  private static List<String> ids(Fields fields) {
    List<String> ids = fields.texts("trace_ids");
    if (ids.size() > AT_ONCE) {
      throw new Problem.Invalid(
          "trace_ids", "at most %d traces at once, not %d".formatted(AT_ONCE, ids.size()));
    }
    return ids;
  }

  private Response several(Request request, Fields fields) {
    ObjectNode answer = Json.object();
    ArrayNode all = answer.putArray("traces");
    traces
        .whole(scope.of(request), ids(fields))
        .forEach(trace -> all.add(TraceShapes.whole(trace)));
    return Response.ok(answer);
  }

  private Response infos(Request request, Fields fields) {
    ObjectNode answer = Json.object();
    ArrayNode all = answer.putArray("trace_infos");
    traces.find(scope.of(request), ids(fields)).forEach(trace -> all.add(TraceShapes.info(trace)));
    return Response.ok(answer);
  }

  private Response search(Request request, Fields fields) {
    List<String> experiments =
        fields.parts("locations").stream()
            .map(place -> place.part("mlflow_experiment").text("experiment_id"))
            .filter(id -> !id.isEmpty())
            .toList();
    Page<Trace> page =
        traces.search(
            scope.of(request),
            experiments,
            fields.text("filter"),
            fields.texts("order_by"),
            Tokens.offset(fields.text("page_token")),
            fields.pageSize(PAGE));
    ObjectNode answer = Json.object();
    if (!page.items().isEmpty()) {
      ArrayNode all = answer.putArray("traces");
      page.items().forEach(trace -> all.add(TraceShapes.info(trace)));
    }
    return Response.ok(Tokens.addTo(answer, page));
  }

  private Response delete(Request request, Fields fields) {
    boolean byTime = fields.has("max_timestamp_millis");
    List<String> ids = fields.texts("request_ids");
    if (byTime == !ids.isEmpty()) {
      throw new Problem.Invalid(
          "request_ids",
          "Either `max_timestamp_millis` or `trace_ids` must be specified, but not both.");
    }
    if (fields.has("max_traces") && (!byTime || fields.number("max_traces", 0) <= 0)) {
      throw new Problem.Invalid(
          "max_traces",
          "`max_traces` must be a positive integer, and goes with `max_timestamp_millis`.");
    }
    int deleted =
        traces.delete(
            scope.of(request),
            fields.text("experiment_id"),
            byTime ? fields.number("max_timestamp_millis", 0) : -1,
            (int) fields.number("max_traces", Integer.MAX_VALUE),
            ids);
    return Response.ok(Json.object().put("traces_deleted", deleted));
  }

  private Response setTag(Request request, Fields fields) {
    Tag tag = new Tag(fields.text("key"), fields.text("value"));
    traces.setTag(scope.of(request), request.path("trace_id"), tag);
    return Response.ok(Json.object());
  }

  private Response deleteTag(Request request, Fields fields) {
    traces.deleteTag(scope.of(request), request.path("trace_id"), fields.text("key"));
    return Response.ok(Json.object());
  }

  private Response link(Request request, Fields fields) {
    traces.linkToRun(scope.of(request), ids(fields), fields.text("run_id"));
    return Response.ok(Json.object());
  }

  private Response linkPrompts(Request request, Fields fields) {
    ArrayNode prompts = Json.array();
    for (Fields prompt : fields.parts("prompt_versions")) {
      prompts.addObject().put("name", prompt.text("name")).put("version", prompt.text("version"));
    }
    Tag tag = new Tag(PROMPTS_TAG, Json.text(prompts));
    traces.setTag(scope.of(request), fields.text("trace_id"), tag);
    return Response.ok(Json.object());
  }

  /// Takes spans by OTLP over HTTP; the experiment stands in a header.
  private Response export(Request request) {
    String experiment =
        request
            .header("x-mlflow-experiment-id")
            .orElseThrow(() ->
                new Problem.Invalid(
                    "x-mlflow-experiment-id", "The header x-mlflow-experiment-id is missing."));
    String type = request.header("Content-Type").orElse("").split(";", 2)[0].strip();
    byte[] body = request.body();
    Map<String, List<Span>> spans =
        switch (type) {
          case "application/x-protobuf" -> OtlpReader.protobuf(body);
          case "application/json" -> OtlpReader.json(body);
          default ->
              throw new Problem.Invalid(
                  "Content-Type",
                  "Invalid Content-Type: %s. Expected: application/x-protobuf or application/json"
                      .formatted(type));
        };
    traces.addSpans(
        scope.of(request), experiment, spans, request.header("x-mlflow-run-id").orElse(""));
    return type.equals("application/json")
        ? Response.ok(Json.object())
        : Response.bytes(200, type, new byte[0]);
  }
}
