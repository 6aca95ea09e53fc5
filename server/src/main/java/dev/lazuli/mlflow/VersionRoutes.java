package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.registry.ModelVersion;
import dev.lazuli.registry.ModelVersions;
import dev.lazuli.registry.NewVersion;
import dev.lazuli.registry.Registry;
import dev.lazuli.registry.Stage;
import dev.lazuli.store.BlobStore;
import dev.lazuli.tracking.Page;
import dev.lazuli.tracking.Tag;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's operations on versions of registered models.
final class VersionRoutes {
  private static final int PAGE = 10_000;
  private static final int PAGE_MAX = 200_000;

  private final Registry registry;
  private final ModelVersions versions;
  private final BlobStore blobs;
  private final WorkspaceScope scope;

  VersionRoutes(Registry registry, ModelVersions versions, BlobStore blobs, WorkspaceScope scope) {
    this.registry = registry;
    this.versions = versions;
    this.blobs = blobs;
    this.scope = scope;
  }

  private static final Message CREATE =
      Message.empty()
          .required("name", Kind.TEXT)
          .required("source", Kind.TEXT)
          .with("run_id", Kind.TEXT)
          .with("tags", Message.WORDS)
          .with("run_link", Kind.TEXT)
          .with("description", Kind.TEXT)
          .with("model_id", Kind.TEXT);
  private static final Message ONE =
      Message.empty().required("name", Kind.TEXT).required("version", Kind.TEXT);
  private static final Message SEARCH =
      Message.empty()
          .with("filter", Kind.TEXT)
          .page(PAGE_MAX)
          .with("order_by", Kind.TEXTS)
          .with("page_token", Kind.TEXT);
  private static final Message UPDATE = ONE.with("description", Kind.TEXT);
  private static final Message TRANSITION =
      ONE.required("stage", Kind.TEXT).with("archive_existing_versions", Kind.TRUTH);
  private static final Message SET_TAG = ONE.required("key", Kind.TEXT).with("value", Kind.TEXT);
  private static final Message DELETE_TAG = ONE.required("key", Kind.TEXT);
  private static final Message LATEST =
      Message.empty().required("name", Kind.TEXT).with("stages", Kind.TEXTS);
  private static final Message FILE = ONE.required("path", Kind.TEXT);

  void addTo(Routes routes) {
    Action read = Action.MODEL_VERSIONS_READ;
    Action write = Action.MODEL_VERSIONS_WRITE;
    Action delete = Action.MODEL_VERSIONS_DELETE;
    String all = " /2.0/mlflow/model-versions/";
    String latest = " /2.0/mlflow/registered-models/get-latest-versions";
    routes
        .add("POST" + all + "create", write, Fields.reading(CREATE, this::create))
        .add("GET" + all + "get", read, Fields.reading(ONE, this::get))
        .add("GET" + all + "get-download-uri", read, Fields.reading(ONE, this::downloadUri))
        .add("GET" + all + "search", read, Fields.reading(SEARCH, this::search))
        .add("PATCH" + all + "update", write, Fields.reading(UPDATE, this::update))
        .add("POST" + all + "transition-stage", write, Fields.reading(TRANSITION, this::transition))
        .add("DELETE" + all + "delete", delete, Fields.reading(ONE, this::delete))
        .add("POST" + all + "set-tag", write, Fields.reading(SET_TAG, this::setTag))
        .add("DELETE" + all + "delete-tag", write, Fields.reading(DELETE_TAG, this::deleteTag))
        .add("GET" + latest, read, Fields.reading(LATEST, this::latest))
        .add("POST" + latest, read, Fields.reading(LATEST, this::latest));
  }

  /// The route that stands at the root of the server.
  void addRootTo(Routes routes) {
    Action read = Action.MODEL_VERSIONS_READ;
    routes.add("GET /model-versions/get-artifact", read, Fields.reading(FILE, this::artifact));
  }

  private Response create(Request request, Fields fields) {
    NewVersion wanted =
        new NewVersion(
            fields.text("name"),
            fields.text("source"),
            "",
            fields.text("run_id"),
            fields.text("model_id"),
            fields.text("description"),
            fields.text("run_link"),
            "",
            fields.tags("tags"));
    return version(registry.createVersion(scope.of(request), wanted));
  }

  private static Response version(ModelVersion version) {
    ObjectNode answer = Json.object();
    answer.set("model_version", RegistryShapes.version(version));
    return Response.ok(answer);
  }

  private ModelVersion require(Request request, Fields fields) {
    return registry.requireVersion(scope.of(request), fields.text("name"), fields.text("version"));
  }

  private Response get(Request request, Fields fields) {
    return version(require(request, fields));
  }

  private Response downloadUri(Request request, Fields fields) {
    ModelVersion version = require(request, fields);
    return Response.ok(Json.object().put("artifact_uri", version.storageUri()));
  }

  private Response search(Request request, Fields fields) {
    Page<ModelVersion> page =
        versions.search(
            scope.of(request),
            fields.text("filter"),
            fields.texts("order_by"),
            Tokens.offset(fields.text("page_token")),
            pageSize(fields));
    return Response.ok(Tokens.addTo(answer(page.items()), page));
  }

  private static int pageSize(Fields fields) {
    long size = fields.number("max_results", PAGE);
    if (size < 1) {
      throw new Problem.Invalid(
          "max_results",
          "Invalid value for max_results. It must be a positive integer, but got %d"
              .formatted(size));
    }
    return (int) size;
  }

  private static ObjectNode answer(List<ModelVersion> found) {
    ObjectNode answer = Json.object();
    if (!found.isEmpty()) {
      var array = answer.putArray("model_versions");
      found.forEach(version -> array.add(RegistryShapes.version(version)));
    }
    return answer;
  }

  private Response update(Request request, Fields fields) {
    return version(
        versions.describe(
            scope.of(request),
            fields.text("name"),
            fields.text("version"),
            fields.text("description")));
  }

  private Response transition(Request request, Fields fields) {
    return version(
        versions.transition(
            scope.of(request),
            fields.text("name"),
            fields.text("version"),
            Stage.parse(fields.text("stage")),
            fields.truth("archive_existing_versions", false)));
  }

  private Response delete(Request request, Fields fields) {
    versions.delete(scope.of(request), fields.text("name"), fields.text("version"));
    return Response.ok(Json.object());
  }

  private Response setTag(Request request, Fields fields) {
    versions.setTag(
        scope.of(request),
        fields.text("name"),
        fields.text("version"),
        new Tag(fields.text("key"), fields.text("value")));
    return Response.ok(Json.object());
  }

  private Response deleteTag(Request request, Fields fields) {
    versions.deleteTag(
        scope.of(request), fields.text("name"), fields.text("version"), fields.text("key"));
    return Response.ok(Json.object());
  }

  private Response latest(Request request, Fields fields) {
    return Response.ok(
        answer(
            versions.latestOfStages(
                scope.of(request), fields.text("name"), fields.texts("stages"))));
  }

  private Response artifact(Request request, Fields fields) {
    Workspace workspace = scope.of(request);
    ModelVersion version = require(request, fields);
    return ArtifactRoutes.fileOf(
        request, workspace, blobs, version.storageUri(), fields.text("path"));
  }
}
