package dev.lazuli.automl;

import dev.lazuli.base.Json;
import dev.lazuli.jobs.RunReport;
import dev.lazuli.jobs.process.JobContext;
import dev.lazuli.ml.automl.AutoMlResult;
import dev.lazuli.ml.automl.Guardrail;
import dev.lazuli.ml.automl.ModelJudge;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.metric.CurveTable;
import dev.lazuli.ml.metric.MetricArtifact;
import dev.lazuli.ml.model.ModelStamp;
import dev.lazuli.ml.onnx.OnnxExport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a search leaves behind: the model as an MLflow model, and the leaderboard, both artifacts
/// of the job's run.
final class BestModel {
  /// Where Azure's AutoML puts it, too.
  static final String PATH = "outputs/mlflow-model";

  private static final int TOLD_MAX = 10;

  private final JobContext context;
  private final AutoMlResult result;
  private final boolean onnx;

  /// @param onnx whether the model is also written as ONNX
  BestModel(JobContext context, AutoMlResult result, boolean onnx) {
    this.context = context;
    this.result = result;
    this.onnx = onnx;
  }

  /// Writes and stores all of it.
  void publish() throws IOException, InterruptedException {
    Path outputs = context.folder().resolve("outputs");
    Path model = context.folder().resolve(PATH);
    Files.createDirectories(outputs);
    String uuid =
        UUID.nameUUIDFromBytes(context.job().getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "");
    write(model, ModelStamp.of(uuid, context.clock().instant()).withRunId(context.job()));
    Files.writeString(outputs.resolve("leaderboard.json"), result.leaderboard().toJson().write());
    Files.writeString(
        outputs.resolve("guardrails.json"),
        Guardrail.toJson(result.leaderboard().guardrails()).write());
    if (!result.importances().isEmpty()) {
      Files.writeString(outputs.resolve("importance.json"), result.importancesJson().write());
    }
    store(context, outputs);
    draw(context, result.charts());
    Map<String, String> tags = new LinkedHashMap<>(history(context, model, uuid));
    ArrayNode tables = Json.array();
    for (CurveTable curve : result.curves()) {
      Path file = context.folder().resolve(curve.name());
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, curve.toJson().write());
      context.server().putArtifact(curve.name(), file);
      tables.addObject().put("path", curve.name()).put("type", "table");
    }
    if (!tables.isEmpty()) {
      tags.put("mlflow.loggedArtifacts", Json.text(tables));
    }
    context.server().report(RunReport.ofTags(context.job(), tags));
    context.say("the model is stored at " + PATH);
    result.importances().stream()
        .limit(TOLD_MAX)
        .forEach(one ->
            context.say("importance of column '%s': %s".formatted(one.column(), one.mean())));
  }

  /// Writes the model; as ONNX too, where Azure has it, when that was asked for.
  private void write(Path folder, ModelStamp stamp) throws IOException {
    if (onnx) {
      OnnxExport.saveFolder(result.model(), folder, stamp);
      Files.copy(folder.resolve(OnnxExport.FILE), folder.resolveSibling(OnnxExport.FILE));
    } else {
      result.model().save(folder, stamp);
    }
  }

  /// Stores all files below a folder of the job as artifacts.
  static void store(JobContext context, Path outputs) throws IOException, InterruptedException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(outputs)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String path = context.folder().relativize(file).toString().replace('\\', '/');
      context.server().putArtifact(path, file);
    }
  }

  /// Stores charts as Azure's pages read them.
  static void draw(JobContext context, List<MetricArtifact> charts)
      throws IOException, InterruptedException {
    for (MetricArtifact chart : charts) {
      Path file = context.folder().resolve(chart.name());
      Files.write(file, Json.bytes(chart.document()));
      context.server().putArtifact(chart.name(), file);
    }
  }

  /// What MLflow's own pages read to show that the run has a model.
  static Map<String, String> history(JobContext context, Path model, String uuid)
      throws IOException {
    JsonNode description = Json.parseYaml(Files.readString(model.resolve("MLmodel")));
    ArrayNode history = Json.array();
    ObjectNode entry = history.addObject();
    entry.put("run_id", context.job());
    entry.put("artifact_path", PATH);
    entry.put("utc_time_created", description.path("utc_time_created").asString(""));
    entry.put("model_uuid", uuid);
    entry.set("flavors", description.path("flavors"));
    return Map.of("mlflow.log-model.history", Json.text(history));
  }

  /// Judges the model on rows that it has never seen; their metrics have names with `test_`.
  void test(Frame rows) {
    long now = context.clock().millis();
    List<RunReport.Point> points = new ArrayList<>();
    ModelJudge.Judgement judgement = result.judge().judge(result.model(), rows);
    judgement.notes().forEach(note -> context.say("note: " + note));
    judgement
        .metrics()
        .forEach((name, value) -> points.add(new RunReport.Point("test_" + name, value, now, 0)));
    context.server().report(RunReport.ofMetrics(context.job(), points));
    context.say("judged on %d test rows".formatted(rows.rowCount()));
  }
}
