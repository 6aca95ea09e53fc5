package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
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

  void addTo(Routes routes) {
    Action read = Action.MODEL_VERSIONS_READ;
    Action write = Action.MODEL_VERSIONS_WRITE;
    String all = " /2.0/mlflow/model-versions/";
    routes
        .add("POST" + all + "create", write, this::create)
        .add("GET" + all + "get", read, this::get)
        .add("GET" + all + "get-download-uri", read, this::downloadUri)
        .add("GET" + all + "search", read, this::search)
        .add("PATCH" + all + "update", write, this::update)
        .add("POST" + all + "transition-stage", write, this::transition)
        .add("DELETE" + all + "delete", Action.MODEL_VERSIONS_DELETE, this::delete)
        .add("POST" + all + "set-tag", write, this::setTag)
        .add("DELETE" + all + "delete-tag", write, this::deleteTag)
        .add("GET /2.0/mlflow/registered-models/get-latest-versions", read, this::latest)
        .add("POST /2.0/mlflow/registered-models/get-latest-versions", read, this::latest);
  }

  /// The route that stands at the root of the server.
  void addRootTo(Routes routes) {
    routes.add("GET /model-versions/get-artifact", Action.MODEL_VERSIONS_READ, this::artifact);
  }

  private Response create(Request request) {
    Fields fields = Fields.of(request);
    NewVersion wanted =
        new NewVersion(
            fields.required("name"),
            fields.required("source"),
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
    return registry.requireVersion(
        scope.of(request), fields.required("name"), fields.required("version"));
  }

  private Response get(Request request) {
    return version(require(request, Fields.of(request)));
  }

  private Response downloadUri(Request request) {
    ModelVersion version = require(request, Fields.of(request));
    return Response.ok(Json.object().put("artifact_uri", version.storageUri()));
  }

  private Response search(Request request) {
    Fields fields = Fields.of(request);
    Page<ModelVersion> page =
        versions.search(
            scope.of(request),
            fields.text("filter"),
            fields.texts("order_by"),
            Tokens.offset(fields.text("page_token")),
            fields.pageSize("max_results", PAGE, PAGE_MAX));
    return Response.ok(Tokens.addTo(answer(page.items()), page));
  }

  private static ObjectNode answer(List<ModelVersion> found) {
    ObjectNode answer = Json.object();
    if (!found.isEmpty()) {
      var array = answer.putArray("model_versions");
      found.forEach(version -> array.add(RegistryShapes.version(version)));
    }
    return answer;
  }

  private Response update(Request request) {
    Fields fields = Fields.of(request);
    return version(
        versions.describe(
            scope.of(request),
            fields.required("name"),
            fields.required("version"),
            fields.text("description")));
  }

  private Response transition(Request request) {
    Fields fields = Fields.of(request);
    return version(
        versions.transition(
            scope.of(request),
            fields.required("name"),
            fields.required("version"),
            Stage.parse(fields.required("stage")),
            fields.truth("archive_existing_versions")));
  }

  private Response delete(Request request) {
    Fields fields = Fields.of(request);
    versions.delete(scope.of(request), fields.required("name"), fields.required("version"));
    return Response.ok(Json.object());
  }

  private Response setTag(Request request) {
    Fields fields = Fields.of(request);
    versions.setTag(
        scope.of(request),
        fields.required("name"),
        fields.required("version"),
        new Tag(fields.required("key"), fields.text("value")));
    return Response.ok(Json.object());
  }

  private Response deleteTag(Request request) {
    Fields fields = Fields.of(request);
    versions.deleteTag(
        scope.of(request),
        fields.required("name"),
        fields.required("version"),
        fields.required("key"));
    return Response.ok(Json.object());
  }

  private Response latest(Request request) {
    Fields fields = Fields.of(request);
    return Response.ok(
        answer(
            versions.latestOfStages(
                scope.of(request), fields.required("name"), fields.texts("stages"))));
  }

  private Response artifact(Request request) {
    Fields fields = Fields.of(request);
    Workspace workspace = scope.of(request);
    ModelVersion version = require(request, fields);
    return ArtifactRoutes.fileOf(
        request, workspace, blobs, version.storageUri(), fields.required("path"));
  }
}
