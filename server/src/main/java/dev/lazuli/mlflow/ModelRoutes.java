package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.registry.ModelVersion;
import dev.lazuli.registry.RegisteredModel;
import dev.lazuli.registry.Registry;
import dev.lazuli.tracking.Page;
import dev.lazuli.tracking.Tag;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's operations on registered models and their aliases.
final class ModelRoutes {
  private static final int PAGE = 100;
  private static final int PAGE_MAX = 1_000;

  private final Registry registry;
  private final WorkspaceScope scope;

  ModelRoutes(Registry registry, WorkspaceScope scope) {
    this.registry = registry;
    this.scope = scope;
  }

  void addTo(Routes routes) {
    Action read = Action.MODELS_READ;
    Action write = Action.MODELS_WRITE;
    String models = " /2.0/mlflow/registered-models/";
    routes
        .add("POST" + models + "create", write, this::create)
        .add("GET" + models + "get", read, this::get)
        .add("GET" + models + "search", read, this::search)
        .add("POST" + models + "rename", write, this::rename)
        .add("PATCH" + models + "update", write, this::update)
        .add("DELETE" + models + "delete", Action.MODELS_DELETE, this::delete)
        .add("POST" + models + "set-tag", write, this::setTag)
        .add("DELETE" + models + "delete-tag", write, this::deleteTag)
        .add("POST" + models + "alias", write, this::setAlias)
        .add("DELETE" + models + "alias", write, this::deleteAlias)
        .add("GET" + models + "alias", read, this::byAlias);
  }

  private Response create(Request request) {
    Fields fields = Fields.of(request);
    return model(
        registry.create(
            scope.of(request),
            fields.required("name"),
            fields.text("description"),
            fields.tags("tags")));
  }

  private static Response model(RegisteredModel model) {
    ObjectNode answer = Json.object();
    answer.set("registered_model", RegistryShapes.model(model));
    return Response.ok(answer);
  }

  private Response get(Request request) {
    return model(registry.require(scope.of(request), Fields.of(request).required("name")));
  }

  private Response search(Request request) {
    Fields fields = Fields.of(request);
    Page<RegisteredModel> page =
        registry.search(
            scope.of(request),
            fields.text("filter"),
            fields.texts("order_by"),
            Tokens.offset(fields.text("page_token")),
            fields.pageSize("max_results", PAGE, PAGE_MAX));
    ObjectNode answer = Json.object();
    if (!page.items().isEmpty()) {
      var array = answer.putArray("registered_models");
      page.items().forEach(model -> array.add(RegistryShapes.model(model)));
    }
    return Response.ok(Tokens.addTo(answer, page));
  }

  private Response rename(Request request) {
    Fields fields = Fields.of(request);
    return model(
        registry.rename(scope.of(request), fields.required("name"), fields.required("new_name")));
  }

  private Response update(Request request) {
    Fields fields = Fields.of(request);
    return model(
        registry.describe(scope.of(request), fields.required("name"), fields.text("description")));
  }

  private Response delete(Request request) {
    registry.delete(scope.of(request), Fields.of(request).required("name"));
    return Response.ok(Json.object());
  }

  private Response setTag(Request request) {
    Fields fields = Fields.of(request);
    Tag tag = new Tag(fields.required("key"), fields.text("value"));
    registry.setTag(scope.of(request), fields.required("name"), tag);
    return Response.ok(Json.object());
  }

  private Response deleteTag(Request request) {
    Fields fields = Fields.of(request);
    registry.deleteTag(scope.of(request), fields.required("name"), fields.required("key"));
    return Response.ok(Json.object());
  }

  private Response setAlias(Request request) {
    Fields fields = Fields.of(request);
    registry.setAlias(
        scope.of(request),
        fields.required("name"),
        fields.required("alias"),
        fields.required("version"));
    return Response.ok(Json.object());
  }

  private Response deleteAlias(Request request) {
    Fields fields = Fields.of(request);
    registry.deleteAlias(scope.of(request), fields.required("name"), fields.required("alias"));
    return Response.ok(Json.object());
  }

  private Response byAlias(Request request) {
    Fields fields = Fields.of(request);
    ModelVersion version =
        registry.byAlias(scope.of(request), fields.required("name"), fields.required("alias"));
    ObjectNode answer = Json.object();
    answer.set("model_version", RegistryShapes.version(version));
    return Response.ok(answer);
  }
}
