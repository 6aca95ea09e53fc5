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
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's operations on runs and what they log.
final class RunRoutes {
  private static final int PAGE_MAX = 50_000;
  private static final int PAGE = 1_000;

  private final Tracking tracking;
  private final WorkspaceScope scope;

  RunRoutes(Tracking tracking, WorkspaceScope scope) {
    this.tracking = tracking;
    this.scope = scope;
  }

  void addTo(Routes routes) {
    Action read = Action.RUNS_READ;
    Action write = Action.RUNS_WRITE;
    routes
        .add("POST /2.0/mlflow/runs/create", write, this::create)
        .add("GET /2.0/mlflow/runs/get", read, this::get)
        .add("POST /2.0/mlflow/runs/update", write, this::update)
        .add("POST /2.0/mlflow/runs/delete", Action.RUNS_DELETE, this::delete)
        .add("POST /2.0/mlflow/runs/restore", write, this::restore)
        .add("POST /2.0/mlflow/runs/search", read, this::search)
        .add("POST /2.0/mlflow/runs/log-metric", write, this::logMetric)
        .add("POST /2.0/mlflow/runs/log-batch", write, this::logBatch)
        .add("POST /2.0/mlflow/runs/log-parameter", write, this::logParam)
        .add("POST /2.0/mlflow/runs/set-tag", write, this::setTag)
        .add("POST /2.0/mlflow/runs/delete-tag", write, this::deleteTag)
        .add("POST /2.0/mlflow/runs/log-model", write, this::logModel);
  }

  private Response create(Request request) {
    Fields fields = Fields.of(request);
    String experiment = fields.find("experiment_id").orElse("0");
    NewRun wanted =
        new NewRun(
            experiment,
            "",
            fields.text("run_name"),
            fields.text("user_id"),
            fields.number("start_time", 0),
            fields.tags("tags"));
    return run(tracking.startRun(scope.of(request), wanted));
  }

  private Response get(Request request) {
    return run(tracking.data(scope.of(request), Fields.of(request).runId()));
  }

  private static Response run(RunData data) {
    ObjectNode answer = Json.object();
    answer.set("run", Shapes.run(data));
    return Response.ok(answer);
  }

  private Response update(Request request) {
    Fields fields = Fields.of(request);
    RunChange change = RunChange.none();
    var status = fields.find("status").flatMap(RunRoutes::status);
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

  private static Optional<RunStatus> status(String text) {
    return switch (text) {
      case "1" -> Optional.of(RunStatus.RUNNING);
      case "2" -> Optional.of(RunStatus.SCHEDULED);
      case "3" -> Optional.of(RunStatus.FINISHED);
      case "4" -> Optional.of(RunStatus.FAILED);
      case "5" -> Optional.of(RunStatus.KILLED);
      default -> RunStatus.find(text);
    };
  }

  private Response delete(Request request) {
    tracking.deleteRun(scope.of(request), Fields.of(request).runId());
    return Response.ok(Json.object());
  }

  private Response restore(Request request) {
    tracking.restoreRun(scope.of(request), Fields.of(request).runId());
    return Response.ok(Json.object());
  }

  private Response search(Request request) {
    Fields fields = Fields.of(request);
    RunQuery query =
        new RunQuery(
            fields.texts("experiment_ids"),
            fields.text("filter"),
            ExperimentRoutes.view(fields.text("run_view_type")),
            fields.texts("order_by"),
            Tokens.offset(fields.text("page_token")),
            fields.pageSize("max_results", PAGE, PAGE_MAX));
    Page<RunData> page = tracking.search(scope.of(request), query);
    ObjectNode answer = Json.object();
    if (!page.items().isEmpty()) {
      var runs = answer.putArray("runs");
      page.items().forEach(run -> runs.add(Shapes.run(run)));
    }
    return Response.ok(Tokens.addTo(answer, page));
  }

  private Response logMetric(Request request) {
    Fields.checkType(request);
    return log(request, LogBatchReader.metric(request.body()));
  }

  private Response logBatch(Request request) {
    Fields.checkType(request);
    return log(request, LogBatchReader.batch(request.body()));
  }

  private Response log(Request request, LogBatchReader.Logged logged) {
    tracking.log(scope.of(request), logged.runId(), logged.batch());
    return Response.bytes(200, "application/json", new byte[] {'{', '}'});
  }

  private Response logParam(Request request) {
    Fields fields = Fields.of(request);
    Param param = new Param(fields.required("key"), fields.text("value"));
    tracking.log(scope.of(request), fields.runId(), LogBatch.ofParams(List.of(param)));
    return Response.ok(Json.object());
  }

  private Response setTag(Request request) {
    Fields fields = Fields.of(request);
    Tag tag = new Tag(fields.required("key"), fields.present("value"));
    tracking.log(scope.of(request), fields.runId(), LogBatch.ofTags(List.of(tag)));
    return Response.ok(Json.object());
  }

  private Response deleteTag(Request request) {
    Fields fields = Fields.of(request);
    tracking.deleteTag(scope.of(request), fields.runId(), fields.required("key"));
    return Response.ok(Json.object());
  }

  /// Adds the model to the history that old clients keep in a tag.
  private Response logModel(Request request) {
    Fields fields = Fields.of(request);
    Workspace workspace = scope.of(request);
    String runId = fields.runId();
    var model = Json.parse(fields.required("model_json"));
    if (!model.isObject()) {
      throw new Problem.Invalid("model_json", fields.text("model_json"), "a JSON object");
    }
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
}
