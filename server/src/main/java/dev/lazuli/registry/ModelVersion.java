package dev.lazuli.registry;

import dev.lazuli.tracking.Tag;
import java.util.List;

/// One version of a registered model.
///
/// @param key its number in the database
/// @param modelKey the number of its registered model
/// @param source as the caller wrote it
/// @param storageUri where its files lie: the source with `runs:/` and `models:/` resolved
/// @param modelType Azure ML's word: `mlflow_model`, `custom_model` or `triton_model`
/// @param runId the run that made it; empty for none
/// @param modelId the logged model that it is; empty for none
public record ModelVersion(
    long key,
    long modelKey,
    String name,
    long version,
    String description,
    String userId,
    Stage stage,
    String source,
    String storageUri,
    String modelType,
    String runId,
    String runLink,
    String modelId,
    long createdMs,
    long updatedMs,
    List<Tag> tags,
    List<String> aliases) {

  ModelVersion with(List<Tag> words, List<String> names) {
    return new ModelVersion(
        key,
        modelKey,
        name,
        version,
        description,
        userId,
        stage,
        source,
        storageUri,
        modelType,
        runId,
        runLink,
        modelId,
        createdMs,
        updatedMs,
        List.copyOf(words),
        List.copyOf(names));
  }
}
