package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.tracking.DatasetInput;
import dev.lazuli.tracking.RunData;
import dev.lazuli.tracking.Tracking;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What runs have read and made: datasets and logged models.
final class InputRoutes {
  private final Tracking tracking;
  private final WorkspaceScope scope;

  InputRoutes(Tracking tracking, WorkspaceScope scope) {
    this.tracking = tracking;
    this.scope = scope;
  }

  void addTo(Routes routes) {
    Action write = Action.RUNS_WRITE;
    routes
        .add("POST /2.0/mlflow/runs/log-inputs", write, this::inputs)
        .add("POST /2.0/mlflow/runs/outputs", write, this::outputs);
  }

  private Response inputs(Request request) {
    Fields fields = Fields.of(request);
    List<DatasetInput> datasets = new ArrayList<>();
    for (JsonNode input : fields.objects("datasets")) {
      datasets.add(dataset(input, "datasets[%d].".formatted(datasets.size())));
    }
    tracking.logInputs(scope.of(request), fields.runId(), datasets, links(fields));
    return Response.ok(Json.object());
  }

  private static DatasetInput dataset(JsonNode input, String path) {
    JsonNode dataset = input.path("dataset");
    return new DatasetInput(
        required(dataset, path, "name"),
        required(dataset, path, "digest"),
        required(dataset, path, "source_type"),
        required(dataset, path, "source"),
        dataset.path("schema").asString(""),
        dataset.path("profile").asString(""),
        Fields.tags(input.path("tags"), path + "tags"));
  }

  private static String required(JsonNode dataset, String path, String name) {
    String text = dataset.path(name).asString("");
    if (text.isEmpty()) {
      throw Fields.missing(path + "dataset." + name);
    }
    return text;
  }

  private static List<RunData.ModelLink> links(Fields fields) {
    List<RunData.ModelLink> links = new ArrayList<>();
    for (JsonNode model : fields.objects("models")) {
      String id = model.path("model_id").asString("");
      if (id.isEmpty()) {
        throw Fields.missing("models[%d].model_id".formatted(links.size()));
      }
      links.add(new RunData.ModelLink(id, model.path("step").asLong(0)));
    }
    return links;
  }

  private Response outputs(Request request) {
    Fields fields = Fields.of(request);
    tracking.logOutputs(scope.of(request), fields.runId(), links(fields));
    return Response.ok(Json.object());
  }
}
