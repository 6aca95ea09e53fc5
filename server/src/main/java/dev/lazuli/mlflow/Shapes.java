package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.tracking.DatasetInput;
import dev.lazuli.tracking.Experiment;
import dev.lazuli.tracking.LoggedModel;
import dev.lazuli.tracking.Metric;
import dev.lazuli.tracking.Param;
import dev.lazuli.tracking.Run;
import dev.lazuli.tracking.RunData;
import dev.lazuli.tracking.Tag;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The JSON of tracking on the wire: snake_case, whole numbers as numbers, nothing empty.
final class Shapes {
  private Shapes() {}

  static ObjectNode experiment(Experiment experiment) {
    ObjectNode node =
        Json.object()
            .put("experiment_id", experiment.id())
            .put("name", experiment.name())
            .put("artifact_location", experiment.artifactLocation())
            .put("lifecycle_stage", stage(experiment.deleted()))
            .put("last_update_time", experiment.updatedMs())
            .put("creation_time", experiment.createdMs());
    tags(node, experiment.tags());
    return node;
  }

  static ObjectNode run(RunData data) {
    ObjectNode node = Json.object();
    node.set("info", info(data.run()));
    ObjectNode logged = node.putObject("data");
    if (!data.metrics().isEmpty()) {
      var metrics = logged.putArray("metrics");
      data.metrics().forEach(metric -> metrics.add(metric(metric)));
    }
    params(logged, data.params());
    tags(logged, data.tags());
    inputs(node.putObject("inputs"), data);
    if (!data.modelOutputs().isEmpty()) {
      var models = node.putObject("outputs").putArray("model_outputs");
      for (RunData.ModelLink model : data.modelOutputs()) {
        models.addObject().put("model_id", model.modelId()).put("step", model.step());
      }
    }
    return node;
  }

  private static void inputs(ObjectNode node, RunData data) {
    if (!data.datasets().isEmpty()) {
      var datasets = node.putArray("dataset_inputs");
      data.datasets().forEach(input -> datasets.add(dataset(input)));
    }
    if (!data.modelInputs().isEmpty()) {
      var models = node.putArray("model_inputs");
      data.modelInputs().forEach(model -> models.addObject().put("model_id", model.modelId()));
    }
  }

  private static ObjectNode dataset(DatasetInput input) {
    ObjectNode node = Json.object();
    tags(node, input.tags());
    ObjectNode dataset =
        node.putObject("dataset")
            .put("name", input.name())
            .put("digest", input.digest())
            .put("source_type", input.sourceType())
            .put("source", input.source());
    putText(dataset, "schema", input.schema());
    putText(dataset, "profile", input.profile());
    return node;
  }

  static ObjectNode info(Run run) {
    ObjectNode node =
        Json.object()
            .put("run_id", run.id())
            .put("run_uuid", run.id())
            .put("run_name", run.name())
            .put("experiment_id", run.experimentId())
            .put("user_id", run.userId())
            .put("status", run.status().name())
            .put("start_time", run.startMs());
    run.endMs().ifPresent(end -> node.put("end_time", end));
    return node.put("artifact_uri", run.artifactUri()).put("lifecycle_stage", stage(run.deleted()));
  }

  static ObjectNode metric(Metric metric) {
    ObjectNode node = Json.object().put("key", metric.key());
    if (Double.isNaN(metric.value())) {
      node.put("value", "NaN");
    } else {
      node.put("value", metric.value());
    }
    return node.put("timestamp", metric.timestampMs()).put("step", metric.step());
  }

  static ObjectNode model(LoggedModel model) {
    ObjectNode node = Json.object();
    ObjectNode info =
        node.putObject("info")
            .put("model_id", model.id())
            .put("experiment_id", model.experimentId())
            .put("name", model.name())
            .put("creation_timestamp_ms", model.createdMs())
            .put("last_updated_timestamp_ms", model.updatedMs())
            .put("artifact_uri", model.artifactUri())
            .put("status", "LOGGED_MODEL_" + model.status().name());
    putText(info, "model_type", model.modelType());
    putText(info, "source_run_id", model.sourceRunId());
    putText(info, "status_message", model.statusMessage());
    tags(info, model.tags());
    ObjectNode data = node.putObject("data");
    params(data, model.params());
    if (!model.metrics().isEmpty()) {
      var metrics = data.putArray("metrics");
      for (LoggedModel.ModelMetric of : model.metrics()) {
        ObjectNode metric = metric(of.metric());
        putText(metric, "dataset_name", of.datasetName());
        putText(metric, "dataset_digest", of.datasetDigest());
        metrics.add(metric.put("model_id", model.id()).put("run_id", of.runId()));
      }
    }
    return node;
  }

  static void tags(ObjectNode node, List<Tag> tags) {
    if (!tags.isEmpty()) {
      var array = node.putArray("tags");
      tags.forEach(tag -> array.addObject().put("key", tag.key()).put("value", tag.value()));
    }
  }

  private static void params(ObjectNode node, List<Param> params) {
    if (!params.isEmpty()) {
      var array = node.putArray("params");
      params.forEach(
          param -> array.addObject().put("key", param.key()).put("value", param.value()));
    }
  }

  static void putText(ObjectNode node, String name, String text) {
    if (!text.isEmpty()) {
      node.put(name, text);
    }
  }

  static String stage(boolean deleted) {
    return deleted ? "deleted" : "active";
  }
}
