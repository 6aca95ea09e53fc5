package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.tracking.Experiment;
import dev.lazuli.tracking.Experiments;
import dev.lazuli.tracking.Page;
import dev.lazuli.tracking.Tag;
import dev.lazuli.tracking.View;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's operations on experiments.
final class ExperimentRoutes {
  private static final int PAGE_MAX = 50_000;

  /// Which of deleted and other things are wanted.
  static final Kind.Choice VIEW = Kind.Choice.of("ACTIVE_ONLY", "DELETED_ONLY", "ALL");

  private final Experiments experiments;
  private final WorkspaceScope scope;

  ExperimentRoutes(Experiments experiments, WorkspaceScope scope) {
    this.experiments = experiments;
    this.scope = scope;
  }

  private static final Message ONE = Message.empty().required("experiment_id", Kind.TEXT);
  private static final Message CREATE =
      Message.empty()
          .required("name", Kind.TEXT)
          .with("artifact_location", Kind.TEXT)
          .with("tags", Message.WORDS);
  private static final Message BY_NAME = Message.empty().required("experiment_name", Kind.TEXT);
  private static final Message SEARCH =
      Message.empty()
          .with("view_type", VIEW)
          .with("max_results", Kind.WHOLE)
          .with("order_by", Kind.TEXTS)
          .with("filter", Kind.TEXT)
          .with("page_token", Kind.TEXT);
  private static final Message UPDATE = ONE.required("new_name", Kind.TEXT);
  private static final Message SET_TAG = ONE.required("key", Kind.TEXT).with("value", Kind.TEXT);
  private static final Message DELETE_TAG = ONE.required("key", Kind.TEXT);

  void addTo(Routes routes) {
    Action read = Action.EXPERIMENTS_READ;
    Action write = Action.EXPERIMENTS_WRITE;
    Action delete = Action.EXPERIMENTS_DELETE;
    String all = " /2.0/mlflow/experiments/";
    routes
        .add("POST" + all + "create", write, Fields.reading(CREATE, this::create))
        .add("GET" + all + "get", read, Fields.reading(ONE, this::get))
        .add("GET" + all + "get-by-name", read, Fields.reading(BY_NAME, this::byName))
        .add("GET" + all + "search", read, Fields.reading(SEARCH, this::search))
        .add("POST" + all + "search", read, Fields.reading(SEARCH, this::search))
        .add("POST" + all + "update", write, Fields.reading(UPDATE, this::update))
        .add("POST" + all + "delete", delete, Fields.reading(ONE, this::delete))
        .add("POST" + all + "restore", write, Fields.reading(ONE, this::restore))
        .add("POST" + all + "set-experiment-tag", write, Fields.reading(SET_TAG, this::setTag))
        .add(
            "POST" + all + "delete-experiment-tag",
            write,
            Fields.reading(DELETE_TAG, this::deleteTag));
  }

  private Response create(Request request, Fields fields) {
    Experiment made =
        experiments.create(
            scope.of(request),
            fields.text("name"),
            fields.text("artifact_location"),
            fields.tags("tags"));
    return Response.ok(Json.object().put("experiment_id", made.id()));
  }

  private Response get(Request request, Fields fields) {
    return experiment(experiments.require(scope.of(request), fields.text("experiment_id")));
  }

  private Response byName(Request request, Fields fields) {
    String name = fields.text("experiment_name");
    Optional<Experiment> found = experiments.find(scope.of(request), name);
    return experiment(
        found.orElseThrow(() ->
            new Problem.NotFound("Could not find experiment with name '%s'".formatted(name))));
  }

  private static Response experiment(Experiment experiment) {
    ObjectNode answer = Json.object();
    answer.set("experiment", Shapes.experiment(experiment));
    return Response.ok(answer);
  }

  private Response search(Request request, Fields fields) {
    Page<Experiment> page =
        experiments.search(
            scope.of(request),
            view(fields.choice("view_type")),
            fields.text("filter"),
            fields.texts("order_by"),
            Tokens.offset(fields.text("page_token")),
            pageSize(fields));
    ObjectNode answer = Json.object();
    if (!page.items().isEmpty()) {
      var array = answer.putArray("experiments");
      page.items().forEach(experiment -> array.add(Shapes.experiment(experiment)));
    }
    return Response.ok(Tokens.addTo(answer, page));
  }

  /// A page size in `[1, 50000]`, which has no default.
  private static int pageSize(Fields fields) {
    int size = fields.pageSize(0);
    if (size > PAGE_MAX) {
      throw new Problem.Invalid(
          "max_results",
          "Invalid value %d for parameter 'max_results' supplied. It must be at most %d."
              .formatted(size, PAGE_MAX));
    }
    return size;
  }

  static View view(Optional<String> name) {
    return switch (name.orElse("")) {
      case "DELETED_ONLY" -> View.DELETED;
      case "ALL" -> View.ALL;
      default -> View.ACTIVE;
    };
  }

  private Response update(Request request, Fields fields) {
    String id = fields.text("experiment_id");
    experiments.rename(scope.of(request), id, fields.text("new_name"));
    return Response.ok(Json.object());
  }

  private Response delete(Request request, Fields fields) {
    experiments.delete(scope.of(request), fields.text("experiment_id"));
    return Response.ok(Json.object());
  }

  private Response restore(Request request, Fields fields) {
    experiments.restore(scope.of(request), fields.text("experiment_id"));
    return Response.ok(Json.object());
  }

  private Response setTag(Request request, Fields fields) {
    experiments.setTag(
        scope.of(request),
        fields.text("experiment_id"),
        new Tag(fields.text("key"), fields.text("value")));
    return Response.ok(Json.object());
  }

  private Response deleteTag(Request request, Fields fields) {
    experiments.deleteTag(scope.of(request), fields.text("experiment_id"), fields.text("key"));
    return Response.ok(Json.object());
  }
}
