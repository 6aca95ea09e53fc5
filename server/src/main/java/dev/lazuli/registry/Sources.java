package dev.lazuli.registry;

import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.tracking.ArtifactUri;
import dev.lazuli.tracking.LoggedModel;
import dev.lazuli.tracking.LoggedModels;
import dev.lazuli.tracking.Run;
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
  private static final Pattern RUNS = Pattern.compile("runs:/+([^/]+)(?:/(.*))?");
  private static final Pattern MODEL_ID = Pattern.compile("models:/+(m-[^/@]+)(?:/(.*))?");
  private static final Pattern MODEL = Pattern.compile("models:/+([^/@]+)(?:/([^/@]+)|@([^/@]+))");
  private static final Pattern REMOTE =
      Pattern.compile("(s3|gs|wasbs?|abfss?|azureml|dbfs|hdfs|r2|b2)://.+");

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

  /// Where the files lie, and which run and logged model made them.
  record Resolved(String storageUri, String runId, String modelId) {}

  /// Checks a source and resolves it.
  ///
  /// @throws Problem.Invalid when it may not be used
  /// @throws Problem.NotFound when the run, model or version that it names does not exist
  Resolved resolve(Workspace workspace, NewVersion wanted, Versions versions) {
    String source = wanted.source();
    if (PROMPTS.contains(source) && isPrompt(wanted)) {
      return new Resolved(source, wanted.runId(), wanted.modelId());
    }
    if (ArtifactUri.leavesItsRoot(source) || source.indexOf('\0') >= 0) {
      throw invalid(
          source,
          "If supplying a source as an http, https, local file path, ftp, objectstore, or"
              + " mlflow-artifacts uri, an absolute path must be provided without relative path"
              + " references present. Please provide an absolute path.");
    }
    if (source.indexOf('?') >= 0 || source.indexOf('#') >= 0) {
      throw invalid(source, "A source has no query and no fragment.");
    }
    Matcher run = RUNS.matcher(source);
    if (run.matches()) {
      return ofRun(workspace, wanted, run.group(1), text(run.group(2)));
    }
    Matcher model = MODEL_ID.matcher(source);
    if (model.matches()) {
      return ofModel(workspace, wanted, model.group(1), text(model.group(2)));
    }
    Matcher version = MODEL.matcher(source);
    if (version.matches()) {
      ModelVersion found =
          versions.find(
              version.group(1),
              Optional.ofNullable(version.group(2)),
              Optional.ofNullable(version.group(3)));
      return new Resolved(found.storageUri(), wanted.runId(), wanted.modelId());
    }
    if (ArtifactUri.ownPath(source).isPresent()) {
      return ofArtifact(workspace, wanted);
    }
    if (REMOTE.matcher(source.toLowerCase(Locale.ROOT)).matches()) {
      return new Resolved(source, wanted.runId(), wanted.modelId());
    }
    throw invalid(
        source,
        "A source is runs:/RUN_ID/PATH, models:/MODEL_ID, mlflow-artifacts:/PATH, azureml://… or"
            + " remote storage such as s3://…; files of the server's machine and web addresses are"
            + " refused.");
  }

  private static boolean isPrompt(NewVersion wanted) {
    return wanted.tags().stream()
        .anyMatch(
            tag -> tag.key().equals(RegisteredModel.PROMPT_TAG) && tag.value().equals("true"));
  }

  private Resolved ofRun(Workspace workspace, NewVersion wanted, String runId, String path) {
    if (!wanted.runId().equals(runId)) {
      throw mismatch(wanted.source(), "run_id");
    }
    Run run = tracking.require(workspace, runId);
    return new Resolved(joined(run.artifactUri(), path), runId, wanted.modelId());
  }

  private Resolved ofModel(Workspace workspace, NewVersion wanted, String id, String path) {
    if (!wanted.modelId().isEmpty() && !wanted.modelId().equals(id)) {
      throw mismatch(wanted.source(), "model_id");
    }
    LoggedModel model = models.require(workspace, id);
    String runId = wanted.runId().isEmpty() ? model.sourceRunId() : wanted.runId();
    return new Resolved(joined(model.artifactUri(), path), runId, id);
  }

  private Resolved ofArtifact(Workspace workspace, NewVersion wanted) {
    String source = wanted.source();
    if (!wanted.modelId().isEmpty()) {
      LoggedModel model = models.require(workspace, wanted.modelId());
      if (!isWithin(source, model.artifactUri())) {
        throw mismatch(source, "model_id");
      }
      String runId = wanted.runId().isEmpty() ? model.sourceRunId() : wanted.runId();
      return new Resolved(source, runId, model.id());
    }
    boolean ofItsRun =
        !wanted.runId().isEmpty()
            && isWithin(source, tracking.require(workspace, wanted.runId()).artifactUri());
    if (!ofItsRun) {
      throw mismatch(source, "run_id");
    }
    return new Resolved(source, wanted.runId(), "");
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
        "To use this source, the %s request parameter has to name its owner, and the source has to be contained within that owner's artifacts."
            .formatted(field));
  }

  private static Problem.Invalid invalid(String source, String why) {
    String shown = source.length() <= 300 ? source : source.substring(0, 300) + "…";
    return new Problem.Invalid(
        "source", "Invalid model version source: '%s'. %s".formatted(shown, why));
  }
}
