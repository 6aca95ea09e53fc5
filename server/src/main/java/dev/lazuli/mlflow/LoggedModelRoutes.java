package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.store.BlobStore;
import dev.lazuli.tracking.LoggedModel;
import dev.lazuli.tracking.LoggedModels;
import dev.lazuli.tracking.ModelQuery;
import dev.lazuli.tracking.NewModel;
import dev.lazuli.tracking.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's operations on logged models.
final class LoggedModelRoutes {
  private static final int PAGE = 100;
  private static final int PAGE_MAX = 50_000;

  private final LoggedModels models;
  private final BlobStore blobs;
  private final WorkspaceScope scope;

  LoggedModelRoutes(LoggedModels models, BlobStore blobs, WorkspaceScope scope) {
    this.models = models;
    this.blobs = blobs;
    this.scope = scope;
  }

  void addTo(Routes routes) {
    Action read = Action.LOGGED_MODELS_READ;
    Action write = Action.LOGGED_MODELS_WRITE;
    Action delete = Action.LOGGED_MODELS_DELETE;
    String one = " /2.0/mlflow/logged-models/{model_id}";
    routes
        .add("POST /2.0/mlflow/logged-models", write, this::create)
        .add("POST /2.0/mlflow/logged-models/search", read, this::search)
        .add("GET" + one, read, this::get)
        .add("PATCH" + one, write, this::finish)
        .add("DELETE" + one, delete, this::delete)
        .add("POST" + one + "/params", write, this::logParams)
        .add("PATCH" + one + "/tags", write, this::setTags)
        .add("DELETE" + one + "/tags/{key}", write, this::deleteTag)
        .add("GET" + one + "/artifacts/directories", read, this::files)
        .add("GET" + one + "/artifacts/files", read, this::file);
  }

  private Response create(Request request) {
    Fields fields = Fields.of(request);
    NewModel wanted =
        new NewModel(
            fields.required("experiment_id"),
            fields.text("name"),
            fields.text("model_type"),
            fields.text("source_run_id"),
            fields.params("params"),
            fields.tags("tags"));
    return model(models.create(scope.of(request), wanted));
  }

  private static Response model(LoggedModel model) {
    ObjectNode answer = Json.object();
    answer.set("model", Shapes.model(model));
    return Response.ok(answer);
  }

  private Response search(Request request) {
    Fields fields = Fields.of(request);
    List<String> experiments = fields.texts("experiment_ids");
    if (experiments.isEmpty()) {
      throw Fields.missing("experiment_ids");
    }
    List<ModelQuery.DatasetName> datasets = new ArrayList<>();
    for (JsonNode dataset : fields.objects("datasets")) {
      ModelQuery.DatasetName name = dataset(dataset);
      if (name.name().isEmpty()) {
        throw new Problem.Invalid(
            "datasets", "`dataset_name` in the `datasets` clause must be specified.");
      }
      datasets.add(name);
    }
    List<ModelQuery.Order> orders = new ArrayList<>();
    for (JsonNode order : fields.objects("order_by")) {
      orders.add(
          new ModelQuery.Order(
              order.path("field_name").asString(""),
              order.path("ascending").asBoolean(true),
              dataset(order)));
    }
    Page<LoggedModel> page =
        models.search(
            scope.of(request),
            new ModelQuery(
                experiments,
                fields.text("filter"),
                datasets,
                orders,
                Tokens.offset(fields.text("page_token")),
                fields.pageSize("max_results", PAGE, PAGE_MAX)));
    ObjectNode answer = Json.object();
    if (!page.items().isEmpty()) {
      var array = answer.putArray("models");
      page.items().forEach(model -> array.add(Shapes.model(model)));
    }
    return Response.ok(Tokens.addTo(answer, page));
  }

  private static ModelQuery.DatasetName dataset(JsonNode node) {
    return new ModelQuery.DatasetName(
        node.path("dataset_name").asString(""), node.path("dataset_digest").asString(""));
  }

  private Response get(Request request) {
    return model(models.require(scope.of(request), request.path("model_id")));
  }

  private Response finish(Request request) {
    String status = Fields.of(request).required("status");
    LoggedModel.Status parsed =
        LoggedModel.Status.find(status)
            .or(() -> numbered(status))
            .orElseThrow(() ->
                new Problem.Invalid(
                    "status",
                    status,
                    "LOGGED_MODEL_PENDING, LOGGED_MODEL_READY or LOGGED_MODEL_UPLOAD_FAILED"));
    return model(models.finish(scope.of(request), request.path("model_id"), parsed));
  }

  private static Optional<LoggedModel.Status> numbered(String status) {
    return switch (status) {
      case "1" -> Optional.of(LoggedModel.Status.PENDING);
      case "2" -> Optional.of(LoggedModel.Status.READY);
      case "3" -> Optional.of(LoggedModel.Status.UPLOAD_FAILED);
      default -> Optional.empty();
    };
  }

  private Response delete(Request request) {
    models.delete(scope.of(request), request.path("model_id"));
    return Response.ok(Json.object());
  }

  private Response logParams(Request request) {
    Fields fields = Fields.of(request);
    models.logParams(scope.of(request), request.path("model_id"), fields.params("params"));
    return Response.ok(Json.object());
  }

  private Response setTags(Request request) {
    Fields fields = Fields.of(request);
    return model(models.setTags(scope.of(request), request.path("model_id"), fields.tags("tags")));
  }

  private Response deleteTag(Request request) {
    models.deleteTag(scope.of(request), request.path("model_id"), request.path("key"));
    return Response.ok(Json.object());
  }

  private Response files(Request request) {
    Workspace workspace = scope.of(request);
    LoggedModel model = models.require(workspace, request.path("model_id"));
    String folder = Fields.of(request).text("artifact_directory_path");
    return ArtifactRoutes.listing(workspace, blobs, model.artifactUri(), folder);
  }

  private Response file(Request request) {
    Workspace workspace = scope.of(request);
    LoggedModel model = models.require(workspace, request.path("model_id"));
    String path = Fields.of(request).required("artifact_file_path");
    return ArtifactRoutes.fileOf(request, workspace, blobs, model.artifactUri(), path);
  }
}
