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

  private static final Message ONE = Message.empty().required("name", Kind.TEXT);
  private static final Message CREATE =
      ONE.with("tags", Message.WORDS).with("description", Kind.TEXT);
  private static final Message UPDATE = ONE.with("description", Kind.TEXT);
  private static final Message RENAME = ONE.required("new_name", Kind.TEXT);
  private static final Message SEARCH =
      Message.empty()
          .with("filter", Kind.TEXT)
          .page(PAGE_MAX)
          .with("order_by", Kind.TEXTS)
          .with("page_token", Kind.TEXT);
  private static final Message SET_TAG = ONE.required("key", Kind.TEXT).with("value", Kind.TEXT);
  private static final Message DELETE_TAG = ONE.required("key", Kind.TEXT);
  private static final Message ALIAS = ONE.required("alias", Kind.TEXT);
  private static final Message SET_ALIAS = ALIAS.required("version", Kind.TEXT);

  void addTo(Routes routes) {
    Action read = Action.MODELS_READ;
    Action write = Action.MODELS_WRITE;
    Action delete = Action.MODELS_DELETE;
    String models = " /2.0/mlflow/registered-models/";
    routes
        .add("POST" + models + "create", write, Fields.reading(CREATE, this::create))
        .add("GET" + models + "get", read, Fields.reading(ONE, this::get))
        .add("GET" + models + "search", read, Fields.reading(SEARCH, this::search))
        .add("POST" + models + "rename", write, Fields.reading(RENAME, this::rename))
        .add("PATCH" + models + "update", write, Fields.reading(UPDATE, this::update))
        .add("DELETE" + models + "delete", delete, Fields.reading(ONE, this::delete))
        .add("POST" + models + "set-tag", write, Fields.reading(SET_TAG, this::setTag))
        .add("DELETE" + models + "delete-tag", write, Fields.reading(DELETE_TAG, this::deleteTag))
        .add("POST" + models + "alias", write, Fields.reading(SET_ALIAS, this::setAlias))
        .add("DELETE" + models + "alias", write, Fields.reading(ALIAS, this::deleteAlias))
        .add("GET" + models + "alias", read, Fields.reading(ALIAS, this::byAlias));
  }

  private Response create(Request request, Fields fields) {
    return model(
        registry.create(
            scope.of(request),
            fields.text("name"),
            fields.text("description"),
            fields.tags("tags")));
  }

  private static Response model(RegisteredModel model) {
    ObjectNode answer = Json.object();
    answer.set("registered_model", RegistryShapes.model(model));
    return Response.ok(answer);
  }

  private Response get(Request request, Fields fields) {
    return model(registry.require(scope.of(request), fields.text("name")));
  }

  private Response search(Request request, Fields fields) {
    Page<RegisteredModel> page =
        registry.search(
            scope.of(request),
            fields.text("filter"),
            fields.texts("order_by"),
            Tokens.offset(fields.text("page_token")),
            fields.pageSize(PAGE));
    ObjectNode answer = Json.object();
    if (!page.items().isEmpty()) {
      var array = answer.putArray("registered_models");
      page.items().forEach(model -> array.add(RegistryShapes.model(model)));
    }
    return Response.ok(Tokens.addTo(answer, page));
  }

  private Response rename(Request request, Fields fields) {
    return model(registry.rename(scope.of(request), fields.text("name"), fields.text("new_name")));
  }

  private Response update(Request request, Fields fields) {
    return model(
        registry.describe(scope.of(request), fields.text("name"), fields.text("description")));
  }

  private Response delete(Request request, Fields fields) {
    registry.delete(scope.of(request), fields.text("name"));
    return Response.ok(Json.object());
  }

  private Response setTag(Request request, Fields fields) {
    Tag tag = new Tag(fields.text("key"), fields.text("value"));
    registry.setTag(scope.of(request), fields.text("name"), tag);
    return Response.ok(Json.object());
  }

  private Response deleteTag(Request request, Fields fields) {
    registry.deleteTag(scope.of(request), fields.text("name"), fields.text("key"));
    return Response.ok(Json.object());
  }

  private Response setAlias(Request request, Fields fields) {
    registry.setAlias(
        scope.of(request), fields.text("name"), fields.text("alias"), fields.text("version"));
    return Response.ok(Json.object());
  }

  private Response deleteAlias(Request request, Fields fields) {
    registry.deleteAlias(scope.of(request), fields.text("name"), fields.text("alias"));
    return Response.ok(Json.object());
  }

  private Response byAlias(Request request, Fields fields) {
    ModelVersion version =
        registry.byAlias(scope.of(request), fields.text("name"), fields.text("alias"));
    ObjectNode answer = Json.object();
    answer.set("model_version", RegistryShapes.version(version));
    return Response.ok(answer);
  }
}
