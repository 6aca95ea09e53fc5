package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.tracking.DatasetInput;
import dev.lazuli.tracking.DatasetSummary;
import dev.lazuli.tracking.RunData;
import dev.lazuli.tracking.Tracking;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What runs have read and made: datasets and logged models.
final class InputRoutes {
  private static final int EXPERIMENTS_MAX = 20;

  private final Tracking tracking;
  private final WorkspaceScope scope;

  InputRoutes(Tracking tracking, WorkspaceScope scope) {
    this.tracking = tracking;
    this.scope = scope;
  }

  private static final Message DATASET =
      Message.empty()
          .required("name", Kind.TEXT)
          .required("digest", Kind.TEXT)
          .required("source_type", Kind.TEXT)
          .required("source", Kind.TEXT)
          .with("schema", Kind.TEXT)
          .with("profile", Kind.TEXT);
  private static final Message INPUT =
      Message.empty().with("tags", Message.WORDS).required("dataset", new Kind.Part(DATASET));
  private static final Message MODEL =
      Message.empty().required("model_id", Kind.TEXT).with("step", Kind.WHOLE);
  private static final Kind MODELS = new Kind.Many(new Kind.Part(MODEL));
  private static final Message INPUTS =
      Message.empty()
          .ofRun()
          .with("datasets", new Kind.Many(new Kind.Part(INPUT)))
          .with("models", MODELS);
  private static final Message OUTPUTS = Message.empty().ofRun().required("models", MODELS);

  private static final Message SEARCH = Message.empty().required("experiment_ids", Kind.TEXTS);

  void addTo(Routes routes) {
    Action write = Action.RUNS_WRITE;
    routes
        .add("POST /2.0/mlflow/runs/log-inputs", write, Fields.reading(INPUTS, this::inputs))
        .add("POST /2.0/mlflow/runs/outputs", write, Fields.reading(OUTPUTS, this::outputs))
        .add(
            "POST /2.0/mlflow/experiments/search-datasets",
            Action.EXPERIMENTS_READ,
            Fields.reading(SEARCH, this::search));
  }

  private Response inputs(Request request, Fields fields) {
    List<DatasetInput> datasets =
        fields.parts("datasets").stream().map(InputRoutes::dataset).toList();
    tracking.logInputs(scope.of(request), fields.runId(), datasets, links(fields));
    return Response.ok(Json.object());
  }

  private static DatasetInput dataset(Fields input) {
    Fields dataset = input.part("dataset");
    return new DatasetInput(
        dataset.text("name"),
        dataset.text("digest"),
        dataset.text("source_type"),
        dataset.text("source"),
        dataset.text("schema"),
        dataset.text("profile"),
        input.tags("tags"));
  }

  private static List<RunData.ModelLink> links(Fields fields) {
    return fields.parts("models").stream()
        .map(model -> new RunData.ModelLink(model.text("model_id"), model.number("step", 0)))
        .toList();
  }

  /// The datasets that the runs of some experiments have read.
  private Response search(Request request, Fields fields) {
    List<String> ids = fields.texts("experiment_ids");
    if (ids.size() > EXPERIMENTS_MAX) {
      throw new Problem.Invalid(
          "experiment_ids",
          "SearchDatasets request cannot specify more than %d experiment_ids. Received %d experiment_ids."
              .formatted(EXPERIMENTS_MAX, ids.size()));
    }
    ObjectNode answer = Json.object();
    var summaries = answer.putArray("dataset_summaries");
    for (DatasetSummary one : tracking.datasets(scope.of(request), ids)) {
      ObjectNode summary =
          summaries
              .addObject()
              .put("experiment_id", one.experimentId())
              .put("name", one.name())
              .put("digest", one.digest());
      Shapes.putText(summary, "context", one.context());
    }
    return Response.ok(answer);
  }

  private Response outputs(Request request, Fields fields) {
    tracking.logOutputs(scope.of(request), fields.runId(), links(fields));
    return Response.ok(Json.object());
  }
}
