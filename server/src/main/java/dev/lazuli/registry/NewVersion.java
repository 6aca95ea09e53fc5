package dev.lazuli.registry;

import dev.lazuli.tracking.Tag;
import java.util.List;

/// What is known of a model version before it exists.
///
/// @param source where its files lie: `runs:/R/P`, `models:/m-…`, `mlflow-artifacts:/P`,
///   `azureml://…` or remote storage
/// @param modelType Azure ML's word; empty for `mlflow_model`
/// @param runId the run that made it; empty for none
/// @param modelId the logged model that it is; empty for none
public record NewVersion(
    String name,
    String source,
    String modelType,
    String runId,
    String modelId,
    String description,
    String runLink,
    String userId,
    List<Tag> tags) {

  /// A version of files that a run or a logged model has made.
  public static NewVersion of(String name, String source) {
    return new NewVersion(name, source, "", "", "", "", "", "", List.of());
  }

  /// The same, made by a run.
  public NewVersion withRun(String id) {
    return new NewVersion(name, source, modelType, id, modelId, description, runLink, userId, tags);
  }

  /// The same as a logged model.
  public NewVersion withModel(String id) {
    return new NewVersion(name, source, modelType, runId, id, description, runLink, userId, tags);
  }

  /// The same of another type.
  public NewVersion withType(String type) {
    return new NewVersion(name, source, type, runId, modelId, description, runLink, userId, tags);
  }

  /// The same with a description.
  public NewVersion withDescription(String text) {
    return new NewVersion(name, source, modelType, runId, modelId, text, runLink, userId, tags);
  }

  /// The same with tags.
  public NewVersion withTags(List<Tag> words) {
    return new NewVersion(
        name, source, modelType, runId, modelId, description, runLink, userId, List.copyOf(words));
  }
}
