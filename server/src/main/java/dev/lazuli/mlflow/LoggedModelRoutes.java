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
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's operations on logged models.
final class LoggedModelRoutes {
  private static final int PAGE = 100;
  private static final int PAGE_MAX = 50_000;
  private static final Kind.Choice STATUS =
      Kind.Choice.of("LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED");

  private final LoggedModels models;
  private final BlobStore blobs;
  private final WorkspaceScope scope;

  LoggedModelRoutes(LoggedModels models, BlobStore blobs, WorkspaceScope scope) {
    this.models = models;
    this.blobs = blobs;
    this.scope = scope;
  }

  private static final Message CREATE =
      Message.empty()
          .required("experiment_id", Kind.TEXT)
          .with("name", Kind.TEXT)
          .with("model_type", Kind.TEXT)
          .with("source_run_id", Kind.TEXT)
          .with("params", Message.WORDS)
          .with("tags", Message.WORDS);
  private static final Message DATASET =
      Message.empty().with("dataset_name", Kind.TEXT).with("dataset_digest", Kind.TEXT);
  private static final Message ORDER =
      DATASET.with("field_name", Kind.TEXT).with("ascending", Kind.TRUTH);
  private static final Message SEARCH =
      Message.empty()
          .required("experiment_ids", Kind.TEXTS)
          .with("filter", Kind.TEXT)
          .with("datasets", new Kind.Many(new Kind.Part(DATASET)))
          .page(PAGE_MAX)
          .with("order_by", new Kind.Many(new Kind.Part(ORDER)))
          .with("page_token", Kind.TEXT);
  private static final Message FINISH = Message.empty().required("status", STATUS);
  private static final Message PARAMS = Message.empty().with("params", Message.WORDS);
  private static final Message TAGS = Message.empty().with("tags", Message.WORDS);
  private static final Message FOLDER = Message.empty().with("artifact_directory_path", Kind.TEXT);
  private static final Message FILE = Message.empty().required("artifact_file_path", Kind.TEXT);

  void addTo(Routes routes) {
    Action read = Action.LOGGED_MODELS_READ;
    Action write = Action.LOGGED_MODELS_WRITE;
    Action delete = Action.LOGGED_MODELS_DELETE;
    String all = " /2.0/mlflow/logged-models";
    String one = all + "/{model_id}";
    routes
        .add("POST" + all, write, Fields.reading(CREATE, this::create))
        .add("POST" + all + "/search", read, Fields.reading(SEARCH, this::search))
        .add("GET" + one, read, this::get)
        .add("PATCH" + one, write, Fields.reading(FINISH, this::finish))
        .add("DELETE" + one, delete, this::delete)
        .add("POST" + one + "/params", write, Fields.reading(PARAMS, this::logParams))
        .add("PATCH" + one + "/tags", write, Fields.reading(TAGS, this::setTags))
        .add("DELETE" + one + "/tags/{key}", write, this::deleteTag)
        .add("GET" + one + "/artifacts/directories", read, Fields.reading(FOLDER, this::files))
        .add("GET" + one + "/artifacts/files", read, Fields.reading(FILE, this::file));
  }

  private Response create(Request request, Fields fields) {
    NewModel wanted =
        new NewModel(
            fields.text("experiment_id"),
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

  private Response search(Request request, Fields fields) {
    List<String> experiments = fields.texts("experiment_ids");
    if (experiments.isEmpty()) {
      throw Message.missing("experiment_ids");
    }
    List<ModelQuery.DatasetName> datasets =
        fields.parts("datasets").stream().map(LoggedModelRoutes::dataset).toList();
    if (datasets.stream().anyMatch(dataset -> dataset.name().isEmpty())) {
      throw new Problem.Invalid(
          "datasets", "`dataset_name` in the `datasets` clause must be specified.");
    }
    List<ModelQuery.Order> orders =
        fields.parts("order_by").stream()
            .map(order ->
                new ModelQuery.Order(
                    order.text("field_name"), order.truth("ascending", true), dataset(order)))
            .toList();
    String query =
        Integer.toHexString(
            List.of(experiments, fields.text("filter"), datasets, orders).hashCode());
    Page<LoggedModel> page =
        models.search(
            scope.of(request),
            new ModelQuery(
                experiments,
                fields.text("filter"),
                datasets,
                orders,
                Tokens.offset(fields.text("page_token"), query),
                fields.pageSize(PAGE)));
    ObjectNode answer = Json.object();
    if (!page.items().isEmpty()) {
      var array = answer.putArray("models");
      page.items().forEach(model -> array.add(Shapes.model(model)));
    }
    return Response.ok(Tokens.addTo(answer, page, query));
  }

  private static ModelQuery.DatasetName dataset(Fields fields) {
    return new ModelQuery.DatasetName(fields.text("dataset_name"), fields.text("dataset_digest"));
  }

  private Response get(Request request) {
    return model(models.require(scope.of(request), request.path("model_id")));
  }

  private Response finish(Request request, Fields fields) {
    LoggedModel.Status status =
        fields
            .choice("status")
            .flatMap(LoggedModel.Status::find)
            .orElseThrow(() -> Message.wrongType("status", fields.json("status")));
    return model(models.finish(scope.of(request), request.path("model_id"), status));
  }

  private Response delete(Request request) {
    models.delete(scope.of(request), request.path("model_id"));
    return Response.ok(Json.object());
  }

  private Response logParams(Request request, Fields fields) {
    models.logParams(scope.of(request), request.path("model_id"), fields.params("params"));
    return Response.ok(Json.object());
  }

  private Response setTags(Request request, Fields fields) {
    return model(models.setTags(scope.of(request), request.path("model_id"), fields.tags("tags")));
  }

  private Response deleteTag(Request request) {
    models.deleteTag(scope.of(request), request.path("model_id"), request.path("key"));
    return Response.ok(Json.object());
  }

  private Response files(Request request, Fields fields) {
    Workspace workspace = scope.of(request);
    LoggedModel model = models.require(workspace, request.path("model_id"));
    String folder = fields.text("artifact_directory_path");
    return ArtifactRoutes.listing(workspace, blobs, model.artifactUri(), folder);
  }

  private Response file(Request request, Fields fields) {
    Workspace workspace = scope.of(request);
    LoggedModel model = models.require(workspace, request.path("model_id"));
    String path = fields.text("artifact_file_path");
    return ArtifactRoutes.fileOf(request, workspace, blobs, model.artifactUri(), path);
  }
}
