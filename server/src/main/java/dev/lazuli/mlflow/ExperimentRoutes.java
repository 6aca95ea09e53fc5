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

  private final Experiments experiments;
  private final WorkspaceScope scope;

  ExperimentRoutes(Experiments experiments, WorkspaceScope scope) {
    this.experiments = experiments;
    this.scope = scope;
  }

  void addTo(Routes routes) {
    Action read = Action.EXPERIMENTS_READ;
    Action write = Action.EXPERIMENTS_WRITE;
    routes
        .add("POST /2.0/mlflow/experiments/create", write, this::create)
        .add("GET /2.0/mlflow/experiments/get", read, this::get)
        .add("GET /2.0/mlflow/experiments/get-by-name", read, this::byName)
        .add("GET /2.0/mlflow/experiments/search", read, this::search)
        .add("POST /2.0/mlflow/experiments/search", read, this::search)
        .add("POST /2.0/mlflow/experiments/update", write, this::update)
        .add("POST /2.0/mlflow/experiments/delete", Action.EXPERIMENTS_DELETE, this::delete)
        .add("POST /2.0/mlflow/experiments/restore", write, this::restore)
        .add("POST /2.0/mlflow/experiments/set-experiment-tag", write, this::setTag)
        .add("POST /2.0/mlflow/experiments/delete-experiment-tag", write, this::deleteTag);
  }

  private Response create(Request request) {
    Fields fields = Fields.of(request);
    Experiment made =
        experiments.create(
            scope.of(request),
            fields.required("name"),
            fields.text("artifact_location"),
            fields.tags("tags"));
    return Response.ok(Json.object().put("experiment_id", made.id()));
  }

  private Response get(Request request) {
    Fields fields = Fields.of(request);
    return experiment(experiments.require(scope.of(request), fields.required("experiment_id")));
  }

  private Response byName(Request request) {
    String name = Fields.of(request).required("experiment_name");
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

  private Response search(Request request) {
    Fields fields = Fields.of(request);
    Page<Experiment> page =
        experiments.search(
            scope.of(request),
            view(fields.text("view_type")),
            fields.text("filter"),
            fields.texts("order_by"),
            Tokens.offset(fields.text("page_token")),
            fields.pageSize("max_results", 0, PAGE_MAX));
    ObjectNode answer = Json.object();
    if (!page.items().isEmpty()) {
      var array = answer.putArray("experiments");
      page.items().forEach(experiment -> array.add(Shapes.experiment(experiment)));
    }
    return Response.ok(Tokens.addTo(answer, page));
  }

  static View view(String text) {
    return switch (text) {
      case "", "ACTIVE_ONLY", "1" -> View.ACTIVE;
      case "DELETED_ONLY", "2" -> View.DELETED;
      case "ALL", "3" -> View.ALL;
      default -> throw new Problem.Invalid("view_type", text, "ACTIVE_ONLY, DELETED_ONLY or ALL");
    };
  }

  private Response update(Request request) {
    Fields fields = Fields.of(request);
    String id = fields.required("experiment_id");
    fields.find("new_name").ifPresent(name -> experiments.rename(scope.of(request), id, name));
    return Response.ok(Json.object());
  }

  private Response delete(Request request) {
    experiments.delete(scope.of(request), Fields.of(request).required("experiment_id"));
    return Response.ok(Json.object());
  }

  private Response restore(Request request) {
    experiments.restore(scope.of(request), Fields.of(request).required("experiment_id"));
    return Response.ok(Json.object());
  }

  private Response setTag(Request request) {
    Fields fields = Fields.of(request);
    experiments.setTag(
        scope.of(request),
        fields.required("experiment_id"),
        new Tag(fields.required("key"), fields.present("value")));
    return Response.ok(Json.object());
  }

  private Response deleteTag(Request request) {
    Fields fields = Fields.of(request);
    experiments.deleteTag(
        scope.of(request), fields.required("experiment_id"), fields.required("key"));
    return Response.ok(Json.object());
  }
}
