package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.evaluation.EvaluationSet;
import dev.lazuli.evaluation.EvaluationSets;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.tracking.Page;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's operations on evaluation datasets.
final class EvaluationSetRoutes {
  private static final int PAGE = 1_000;
  private static final int PAGE_MAX = 50_000;
  private static final Message CREATE =
      Message.empty()
          .required("name", Kind.TEXT)
          .with("experiment_ids", Kind.TEXTS)
          .with("source_type", Kind.TEXT)
          .with("source", Kind.TEXT)
          .with("schema", Kind.TEXT)
          .with("profile", Kind.TEXT)
          .with("created_by", Kind.TEXT)
          .with("tags", Kind.TEXT);
  private static final Message SEARCH =
      Message.empty()
          .with("experiment_ids", Kind.TEXTS)
          .with("filter_string", Kind.TEXT)
          .page(PAGE_MAX)
          .with("order_by", Kind.TEXTS)
          .with("page_token", Kind.TEXT);
  private static final Message TAGS = Message.empty().required("tags", Kind.TEXT);
  private static final Message EXPERIMENTS = Message.empty().required("experiment_ids", Kind.TEXTS);
  private static final Message MERGE =
      Message.empty().required("records", Kind.TEXT).with("updated_by", Kind.TEXT);
  private static final Message RECORDS =
      Message.empty().page(PAGE_MAX).with("page_token", Kind.TEXT);
  private static final Message DELETE_RECORDS =
      Message.empty().required("dataset_record_ids", Kind.TEXTS);

  private final EvaluationSets sets;
  private final WorkspaceScope scope;

  EvaluationSetRoutes(EvaluationSets sets, WorkspaceScope scope) {
    this.sets = sets;
    this.scope = scope;
  }

  void addTo(Routes routes) {
    Action read = Action.EVALUATION_READ;
    Action write = Action.EVALUATION_WRITE;
    String all = " /3.0/mlflow/datasets";
    String one = all + "/{dataset_id}";
    routes
        .add("POST" + all + "/create", write, Fields.reading(CREATE, this::create))
        .add("GET" + all + "/search", read, Fields.reading(SEARCH, this::search))
        .add("POST" + all + "/search", read, Fields.reading(SEARCH, this::search))
        .add("GET" + one, read, this::get)
        .add("DELETE" + one, write, this::delete)
        .add("PATCH" + one + "/tags", write, Fields.reading(TAGS, this::setTags))
        .add("DELETE" + one + "/tags/{key}", write, this::deleteTag)
        .add("GET" + one + "/experiment-ids", read, this::experiments)
        .add("POST" + one + "/add-experiments", write, Fields.reading(EXPERIMENTS, this::link))
        .add("POST" + one + "/remove-experiments", write, Fields.reading(EXPERIMENTS, this::unlink))
        .add("GET" + one + "/records", read, Fields.reading(RECORDS, this::records))
        .add("POST" + one + "/records", write, Fields.reading(MERGE, this::merge))
        .add(
            "DELETE" + one + "/records",
            write,
            Fields.reading(DELETE_RECORDS, this::deleteRecords));
  }

  private static ObjectNode shape(EvaluationSet set) {
    ObjectNode node =
        Json.object()
            .put("dataset_id", set.id())
            .put("name", set.name())
            .put("tags", set.tagsJson())
            .put("profile", Json.text(Json.object().put("num_records", set.records())))
            .put("digest", Long.toHexString(set.updatedMs() * 31 + set.records()))
            .put("created_time", set.createdMs())
            .put("last_update_time", set.updatedMs());
    Shapes.putText(node, "created_by", set.userId());
    ArrayNode ids = node.putArray("experiment_ids");
    set.experimentIds().forEach(ids::add);
    return node;
  }

  private static Response dataset(EvaluationSet set) {
    ObjectNode answer = Json.object();
    answer.set("dataset", shape(set));
    return Response.ok(answer);
  }

  private Response create(Request request, Fields fields) {
    return dataset(
        sets.create(
            scope.of(request),
            fields.text("name"),
            fields.texts("experiment_ids"),
            fields.text("tags"),
            fields.text("created_by")));
  }

  private Response search(Request request, Fields fields) {
    Page<EvaluationSet> page =
        sets.search(
            scope.of(request),
            fields.texts("experiment_ids"),
            fields.text("filter_string"),
            fields.texts("order_by"),
            Tokens.offset(fields.text("page_token")),
            fields.pageSize(PAGE));
    ObjectNode answer = Json.object();
    if (!page.items().isEmpty()) {
      ArrayNode all = answer.putArray("datasets");
      page.items().forEach(set -> all.add(shape(set)));
    }
    return Response.ok(Tokens.addTo(answer, page));
  }

  private static String id(Request request) {
    return request.path("dataset_id");
  }

  private Response get(Request request) {
    return dataset(sets.require(scope.of(request), id(request)));
  }

  private Response delete(Request request) {
    sets.delete(scope.of(request), id(request));
    return Response.ok(Json.object());
  }

  private Response setTags(Request request, Fields fields) {
    return dataset(sets.setTags(scope.of(request), id(request), fields.text("tags")));
  }

  private Response deleteTag(Request request) {
    sets.deleteTag(scope.of(request), id(request), request.path("key"));
    return Response.ok(Json.object());
  }

  private Response experiments(Request request) {
    List<String> ids = sets.require(scope.of(request), id(request)).experimentIds();
    ObjectNode answer = Json.object();
    ArrayNode all = answer.putArray("experiment_ids");
    ids.forEach(all::add);
    return Response.ok(answer);
  }

  private Response link(Request request, Fields fields) {
    return dataset(sets.link(scope.of(request), id(request), fields.texts("experiment_ids")));
  }

  private Response unlink(Request request, Fields fields) {
    return dataset(sets.unlink(scope.of(request), id(request), fields.texts("experiment_ids")));
  }

  /// The records stand as a JSON text inside the answer.
  private Response records(Request request, Fields fields) {
    Page<ObjectNode> page =
        sets.records(
            scope.of(request),
            id(request),
            Tokens.offset(fields.text("page_token")),
            fields.pageSize(PAGE));
    ObjectNode answer = Json.object().put("records", Json.text(page.items()));
    return Response.ok(Tokens.addTo(answer, page));
  }

  private Response merge(Request request, Fields fields) {
    EvaluationSets.Merged merged =
        sets.merge(scope.of(request), id(request), Json.parse(fields.text("records")));
    return Response.ok(
        Json.object()
            .put("inserted_count", merged.inserted())
            .put("updated_count", merged.updated()));
  }

  private Response deleteRecords(Request request, Fields fields) {
    int deleted =
        sets.deleteRecords(scope.of(request), id(request), fields.texts("dataset_record_ids"));
    return Response.ok(Json.object().put("deleted_count", deleted));
  }
}
