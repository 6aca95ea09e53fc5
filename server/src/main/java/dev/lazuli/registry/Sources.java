package dev.lazuli.registry;

import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.tracking.ArtifactUri;
import dev.lazuli.tracking.LoggedModel;
import dev.lazuli.tracking.LoggedModels;
import dev.lazuli.tracking.Tracking;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decides which files may become a model version, and where they lie.
///
/// Files of the server's machine and addresses that it would have to fetch are refused; so is an
/// artifact that does not belong to the run or logged model that the caller names.
final class Sources {
  private static final Pattern RUNS = Pattern.compile("runs:/([^/]+)(?:/(.*))?");
  private static final Pattern MODEL_ID = Pattern.compile("models:/(m-[^/@]+)");
  private static final Pattern MODEL = Pattern.compile("models:/([^/@]+)(?:/([^/@]+)|@([^/@]+))");
  private static final Pattern REMOTE =
      Pattern.compile("((s3|gs|wasbs?|abfss?|azureml|hdfs|r2|b2)://|dbfs:/).+");

  /// What the client writes where a prompt has no files; a tag alone opens no path.
  private static final Set<String> PROMPTS = Set.of("dummy-source", "prompt-template");

  private final Tracking tracking;
  private final LoggedModels models;

  Sources(Tracking tracking, LoggedModels models) {
    this.tracking = tracking;
    this.models = models;
  }

  /// Finds the files of a registered version.
  @FunctionalInterface
  interface Versions {
    ModelVersion find(String name, Optional<String> version, Optional<String> alias);
  }

  /// What the caller named, where its files lie, and which run and logged model made them.
  record Resolved(String source, String storageUri, String runId, String modelId) {}

  /// Checks a source and resolves it.
  ///
  /// @throws Problem.Invalid when it may not be used
  /// @throws Problem.NotFound when the run, model or version that it names does not exist
  Resolved resolve(Workspace workspace, NewVersion wanted, Versions versions) {
    String source = wanted.source();
    if (isPrompt(wanted)) {
      if (!PROMPTS.contains(source)) {
        throw new Problem.Invalid(
            "source",
            "Invalid prompt source: '%s'. Prompt sources must use an MLflow placeholder."
                .formatted(shown(source)));
      }
      return new Resolved(source, source, wanted.runId(), wanted.modelId());
    }
    if (ArtifactUri.leavesItsRoot(source) || source.indexOf('\0') >= 0) {
      throw invalid(
          source,
          "If supplying a source as an http, https, local file path, ftp, objectstore, or"
              + " mlflow-artifacts uri, an absolute path must be provided without relative path"
              + " references present. Please provide an absolute path.");
    }
    Matcher run = RUNS.matcher(source);
    if (run.matches()) {
      return ofRun(workspace, wanted, run.group(1), text(run.group(2)));
    }
    Matcher model = MODEL_ID.matcher(source);
    if (model.matches()) {
      return ofModel(workspace, wanted, model.group(1));
    }
    Matcher version = MODEL.matcher(source);
    if (version.matches()) {
      return ofVersion(
          wanted,
          versions.find(
              version.group(1),
              Optional.ofNullable(version.group(2)),
              Optional.ofNullable(version.group(3))));
    }
    if (ArtifactUri.ownPath(source).isPresent()) {
      return ofArtifact(workspace, wanted);
    }
    if (REMOTE.matcher(source.toLowerCase(Locale.ROOT)).matches()) {
      return ofRemote(workspace, wanted);
    }
    throw refused(source);
  }

  private static Problem.Invalid refused(String source) {
    if (source.startsWith("runs:")) {
      return mismatch(source, "run_id");
    }
    if (source.startsWith("models:")) {
      return mismatch(source, "model_id");
    }
    return invalid(
        source,
        "A source is runs:/RUN_ID/PATH, models:/MODEL_ID, mlflow-artifacts:/PATH, azureml://… or"
            + " remote storage such as s3://…; files of the server's machine and web addresses are"
            + " refused.");
  }

  private static boolean isPrompt(NewVersion wanted) {
    return wanted.tags().stream()
        .filter(tag -> tag.key().equals(RegisteredModel.PROMPT_TAG))
        .reduce((_, last) -> last)
        .filter(tag -> tag.value().equalsIgnoreCase("true"))
        .isPresent();
  }

  /// The files of a run; of a run that is not ours only its name is kept.
  private Resolved ofRun(Workspace workspace, NewVersion wanted, String runId, String path) {
    String source = wanted.source();
    if (!wanted.runId().equals(runId)) {
      throw mismatch(source, "run_id");
    }
    String storage =
        tracking.find(workspace, runId).map(run -> joined(run.artifactUri(), path)).orElse(source);
    return new Resolved(source, storage, runId, wanted.modelId());
  }

  private Resolved ofModel(Workspace workspace, NewVersion wanted, String id) {
    if (!wanted.modelId().isEmpty() && !wanted.modelId().equals(id)) {
      throw mismatch(wanted.source(), "model_id");
    }
    LoggedModel model = models.require(workspace, id);
    String runId = wanted.runId().isEmpty() ? model.sourceRunId() : wanted.runId();
    return new Resolved(wanted.source(), model.artifactUri(), runId, id);
  }

  /// A copy of a version, made by the same run and logged model.
  private static Resolved ofVersion(NewVersion wanted, ModelVersion found) {
    String runId = wanted.runId().isEmpty() ? found.runId() : wanted.runId();
    String modelId = wanted.modelId().isEmpty() ? found.modelId() : wanted.modelId();
    if (!runId.equals(found.runId()) || !modelId.equals(found.modelId())) {
      throw invalid(
          wanted.source(),
          "The run_id and model_id request parameters must match the referenced model version.");
    }
    return new Resolved(
        "models:/%s/%d".formatted(found.name(), found.version()),
        found.storageUri(),
        runId,
        modelId);
  }

  private Resolved ofRemote(Workspace workspace, NewVersion wanted) {
    String runId = wanted.runId();
    if (!wanted.modelId().isEmpty()) {
      LoggedModel model = models.require(workspace, wanted.modelId());
      runId = runId.isEmpty() ? model.sourceRunId() : runId;
    }
    return new Resolved(wanted.source(), wanted.source(), runId, wanted.modelId());
  }

  private Resolved ofArtifact(Workspace workspace, NewVersion wanted) {
    String source = wanted.source();
    if (!wanted.modelId().isEmpty()) {
      LoggedModel model = models.require(workspace, wanted.modelId());
      if (!isWithin(source, model.artifactUri())) {
        throw mismatch(source, "model_id");
      }
      String runId = wanted.runId().isEmpty() ? model.sourceRunId() : wanted.runId();
      return new Resolved(source, source, runId, model.id());
    }
    boolean ofItsRun =
        !wanted.runId().isEmpty()
            && tracking
                .find(workspace, wanted.runId())
                .filter(run -> isWithin(source, run.artifactUri()))
                .isPresent();
    if (!ofItsRun) {
      throw mismatch(source, "run_id");
    }
    return new Resolved(source, source, wanted.runId(), "");
  }

  private static boolean isWithin(String source, String root) {
    String inner = ArtifactUri.ownPath(source).orElse("");
    Optional<String> outer = ArtifactUri.ownPath(root);
    return outer.isPresent() && (inner.equals(outer.get()) || inner.startsWith(outer.get() + "/"));
  }

  private static String joined(String root, String path) {
    return path.isEmpty() ? root : root + "/" + path;
  }

  private static String text(@Nullable String group) {
    return group == null ? "" : group;
  }

  private static Problem.Invalid mismatch(String source, String field) {
    return invalid(
        source,
        "The %s request parameter must identify the resource that contains the source."
            .formatted(field));
  }

  private static Problem.Invalid invalid(String source, String why) {
    return new Problem.Invalid(
        "source", "Invalid model version source: '%s'. %s".formatted(shown(source), why));
  }

  private static String shown(String source) {
    return source.length() <= 300 ? source : source.substring(0, 300) + "…";
  }
}
