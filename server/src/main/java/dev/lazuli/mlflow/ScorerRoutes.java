package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.evaluation.Scorer;
import dev.lazuli.evaluation.ScorerVersions;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.WorkspaceScope;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's operations on scorers.
final class ScorerRoutes {
  private static final Message LIST = Message.empty().required("experiment_id", Kind.TEXT);
  private static final Message ONE = LIST.required("name", Kind.TEXT);
  private static final Message VERSION = ONE.with("version", Kind.SMALL);
  private static final Message REGISTER = ONE.required("serialized_scorer", Kind.TEXT);

  private final ScorerVersions scorers;
  private final WorkspaceScope scope;

  ScorerRoutes(ScorerVersions scorers, WorkspaceScope scope) {
    this.scorers = scorers;
    this.scope = scope;
  }

  void addTo(Routes routes) {
    Action read = Action.EVALUATION_READ;
    Action write = Action.EVALUATION_WRITE;
    String all = " /3.0/mlflow/scorers/";
    routes
        .add("POST" + all + "register", write, Fields.reading(REGISTER, this::register))
        .add("GET" + all + "list", read, Fields.reading(LIST, this::list))
        .add("GET" + all + "versions", read, Fields.reading(ONE, this::versions))
        .add("GET" + all + "get", read, Fields.reading(VERSION, this::get))
        .add("DELETE" + all + "delete", write, Fields.reading(VERSION, this::delete));
  }

  private static ObjectNode shape(Scorer scorer) {
    return Json.object()
        .put("experiment_id", Long.parseLong(scorer.experimentId()))
        .put("scorer_name", scorer.name())
        .put("scorer_version", scorer.version())
        .put("serialized_scorer", scorer.content())
        .put("creation_time", scorer.createdMs())
        .put("scorer_id", scorer.id());
  }

  private static Response all(List<Scorer> scorers) {
    ObjectNode answer = Json.object();
    if (!scorers.isEmpty()) {
      ArrayNode all = answer.putArray("scorers");
      scorers.forEach(scorer -> all.add(shape(scorer)));
    }
    return Response.ok(answer);
  }

  private Response register(Request request, Fields fields) {
    Scorer made =
        scorers.register(
            scope.of(request),
            fields.text("experiment_id"),
            fields.text("name"),
            fields.text("serialized_scorer"));
    return Response.ok(
        Json.object()
            .put("version", made.version())
            .put("scorer_id", made.id())
            .put("experiment_id", made.experimentId())
            .put("name", made.name())
            .put("serialized_scorer", made.content())
            .put("creation_time", made.createdMs()));
  }

  private Response list(Request request, Fields fields) {
    return all(scorers.latest(scope.of(request), fields.text("experiment_id")));
  }

  private Response versions(Request request, Fields fields) {
    return all(
        scorers.versions(scope.of(request), fields.text("experiment_id"), fields.text("name")));
  }

  private Response get(Request request, Fields fields) {
    ObjectNode answer = Json.object();
    answer.set(
        "scorer",
        shape(
            scorers.require(
                scope.of(request),
                fields.text("experiment_id"),
                fields.text("name"),
                fields.number("version", 0))));
    return Response.ok(answer);
  }

  private Response delete(Request request, Fields fields) {
    scorers.delete(
        scope.of(request),
        fields.text("experiment_id"),
        fields.text("name"),
        fields.number("version", 0));
    return Response.ok(Json.object());
  }
}
