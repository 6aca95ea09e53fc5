package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.tracking.LogBatch;
import dev.lazuli.tracking.NewRun;
import dev.lazuli.tracking.Page;
import dev.lazuli.tracking.Param;
import dev.lazuli.tracking.RunChange;
import dev.lazuli.tracking.RunData;
import dev.lazuli.tracking.RunQuery;
import dev.lazuli.tracking.RunStatus;
import dev.lazuli.tracking.Tag;
import dev.lazuli.tracking.Tracking;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's operations on runs and what they log.
final class RunRoutes {
  private static final int PAGE_MAX = 50_000;
  private static final int PAGE = 1_000;

  /// Runs that are read and written at once.
  private static final int PART = 500;

  private static final List<String> MODEL_FIELDS =
      List.of("artifact_path", "flavors", "utc_time_created", "run_id");
  private static final Kind.Choice STATUS =
      Kind.Choice.of("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED");

  private final Tracking tracking;
  private final WorkspaceScope scope;

  RunRoutes(Tracking tracking, WorkspaceScope scope) {
    this.tracking = tracking;
    this.scope = scope;
  }

  private static final Message CREATE =
      Message.empty()
          .required("experiment_id", Kind.TEXT)
          .with("start_time", Kind.WHOLE)
          .with("run_name", Kind.TEXT)
          .with("user_id", Kind.TEXT)
          .with("tags", Message.WORDS);
  private static final Message ONE = Message.empty().ofRun();
  private static final Message UPDATE =
      ONE.with("end_time", Kind.WHOLE).with("status", STATUS).with("run_name", Kind.TEXT);
  private static final Message SEARCH =
      Message.empty()
          .with("experiment_ids", Kind.TEXTS)
          .with("filter", Kind.TEXT)
          .page(PAGE_MAX)
          .with("order_by", Kind.TEXTS)
          .with("run_view_type", ExperimentRoutes.VIEW)
          .with("page_token", Kind.TEXT);
  private static final Message SET = ONE.required("key", Kind.TEXT).with("value", Kind.TEXT);
  private static final Message DELETE_TAG = ONE.required("key", Kind.TEXT);
  private static final Message LOG_MODEL = ONE.required("model_json", Kind.TEXT);

  void addTo(Routes routes) {
    Action read = Action.RUNS_READ;
    Action write = Action.RUNS_WRITE;
    Action delete = Action.RUNS_DELETE;
    String all = " /2.0/mlflow/runs/";
    routes
        .add("POST" + all + "create", write, Fields.reading(CREATE, this::create))
        .add("GET" + all + "get", read, Fields.reading(ONE, this::get))
        .add("POST" + all + "update", write, Fields.reading(UPDATE, this::update))
        .add("POST" + all + "delete", delete, Fields.reading(ONE, this::delete))
        .add("POST" + all + "restore", write, Fields.reading(ONE, this::restore))
        .add("POST" + all + "search", read, Fields.reading(SEARCH, this::search))
        .add("POST" + all + "log-metric", write, this::logMetric)
        .add("POST" + all + "log-batch", write, this::logBatch)
        .add("POST" + all + "log-parameter", write, Fields.reading(SET, this::logParam))
        .add("POST" + all + "set-tag", write, Fields.reading(SET, this::setTag))
        .add("POST" + all + "delete-tag", write, Fields.reading(DELETE_TAG, this::deleteTag))
        .add("POST" + all + "log-model", write, Fields.reading(LOG_MODEL, this::logModel));
  }

  private Response create(Request request, Fields fields) {
    NewRun wanted =
        new NewRun(
            fields.text("experiment_id"),
            "",
            fields.text("run_name"),
            fields.text("user_id"),
            fields.number("start_time", 0),
            fields.tags("tags"));
    return run(tracking.startRun(scope.of(request), wanted));
  }

  private Response get(Request request, Fields fields) {
    return run(tracking.data(scope.of(request), fields.runId()));
  }

  private static Response run(RunData data) {
    ObjectNode answer = Json.object();
    answer.set("run", Shapes.run(data));
    return Response.ok(answer);
  }

  private Response update(Request request, Fields fields) {
    RunChange change = RunChange.none();
    var status = fields.choice("status").flatMap(RunStatus::find);
    if (status.isPresent()) {
      change = change.withStatus(status.get());
    }
    if (fields.has("end_time")) {
      change = change.withEnd(fields.number("end_time", 0));
    }
    if (fields.find("run_name").isPresent()) {
      change = change.withName(fields.text("run_name"));
    }
    ObjectNode answer = Json.object();
    answer.set(
        "run_info", Shapes.info(tracking.updateRun(scope.of(request), fields.runId(), change)));
    return Response.ok(answer);
  }

  private Response delete(Request request, Fields fields) {
    tracking.deleteRun(scope.of(request), fields.runId());
    return Response.ok(Json.object());
  }

  private Response restore(Request request, Fields fields) {
    tracking.restoreRun(scope.of(request), fields.runId());
    return Response.ok(Json.object());
  }

  private Response search(Request request, Fields fields) {
    RunQuery query =
        new RunQuery(
            fields.texts("experiment_ids"),
            fields.text("filter"),
            ExperimentRoutes.view(fields.choice("run_view_type")),
            fields.texts("order_by"),
            Tokens.offset(fields.text("page_token")),
            fields.pageSize(PAGE));
    Page<Long> page = tracking.searchKeys(scope.of(request), query);
    if (page.items().size() > PART) {
      return Response.stream(200, "application/json", -1, target -> write(page, target));
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    write(page, whole);
    return Response.bytes(200, "application/json", whole.toByteArray());
  }

  /// Writes a page of runs part by part, so that a long one needs no more memory than a short one.
  private void write(Page<Long> page, OutputStream target) {
    try (JsonGenerator json = Json.mapper().createGenerator(target)) {
      json.writeStartObject();
      if (!page.items().isEmpty()) {
        json.writeArrayPropertyStart("runs");
        List<Long> keys = page.items();
        for (int from = 0; from < keys.size(); from += PART) {
          List<Long> part = keys.subList(from, Math.min(from + PART, keys.size()));
          tracking.byKey(part).forEach(run -> json.writeTree(Shapes.run(run)));
        }
        json.writeEndArray();
      }
      Tokens.addTo(Json.object(), page)
          .forEachEntry((name, token) -> json.writeStringProperty(name, token.asString()));
      json.writeEndObject();
    }
  }

  private Response logMetric(Request request) {
    Fields.checkType(request);
    return log(request, LogBatchReader.metric(request.document()));
  }

  private Response logBatch(Request request) {
    Fields.checkType(request);
    return log(request, LogBatchReader.batch(request.document()));
  }

  private Response log(Request request, LogBatchReader.Logged logged) {
    tracking.log(scope.of(request), logged.runId(), logged.batch());
    return Response.bytes(200, "application/json", new byte[] {'{', '}'});
  }

  private Response logParam(Request request, Fields fields) {
    Param param = new Param(fields.text("key"), fields.text("value"));
    tracking.log(scope.of(request), fields.runId(), LogBatch.ofParams(List.of(param)).asOne());
    return Response.ok(Json.object());
  }

  private Response setTag(Request request, Fields fields) {
    Tag tag = new Tag(fields.text("key"), fields.text("value"));
    tracking.log(scope.of(request), fields.runId(), LogBatch.ofTags(List.of(tag)).asOne());
    return Response.ok(Json.object());
  }

  private Response deleteTag(Request request, Fields fields) {
    tracking.deleteTag(scope.of(request), fields.runId(), fields.text("key"));
    return Response.ok(Json.object());
  }

  /// Adds the model to the history that old clients keep in a tag.
  private Response logModel(Request request, Fields fields) {
    JsonNode model = model(fields.text("model_json"));
    Workspace workspace = scope.of(request);
    String runId = fields.runId();
    var history =
        tracking
            .data(workspace, runId)
            .tag("mlflow.log-model.history")
            .map(Json::parse)
            .filter(JsonNode::isArray)
            .map(node -> (ArrayNode) node)
            .orElseGet(Json::array);
    history.add(model);
    Tag tag = new Tag("mlflow.log-model.history", Json.text(history));
    tracking.log(workspace, runId, LogBatch.ofTags(List.of(tag)));
    return Response.ok(Json.object());
  }

  private static JsonNode model(String json) {
    JsonNode model;
    try {
      model = Json.parse(json);
    } catch (Problem.Invalid notJson) {
      throw new Problem.Invalid(
          "model_json", "Malformed model info. \n %s \n is not a valid JSON.".formatted(json));
    }
    List<String> missing = MODEL_FIELDS.stream().filter(field -> !model.has(field)).toList();
    if (!missing.isEmpty()) {
      throw new Problem.Invalid(
          "model_json",
          "Model json is missing mandatory fields: {'%s'}".formatted(String.join("', '", missing)));
    }
    return model;
  }
}
