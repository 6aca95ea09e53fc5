package dev.lazuli.registry;

import dev.lazuli.tracking.Tag;
import java.util.List;

/// A name under which versions of a model are kept.
///
/// @param key its number in the database
/// @param latest the latest version of each stage
public record RegisteredModel(
    long key,
    String name,
    String description,
    long createdMs,
    long updatedMs,
    List<Tag> tags,
    List<Alias> aliases,
    List<ModelVersion> latest) {
  /// The tag that makes a registered model a prompt.
  public static final String PROMPT_TAG = "mlflow.prompt.is_prompt";

  /// A name for one version.
  public record Alias(String alias, long version) {}

  RegisteredModel with(List<Tag> words, List<Alias> names, List<ModelVersion> versions) {
    return new RegisteredModel(
        key,
        name,
        description,
        createdMs,
        updatedMs,
        List.copyOf(words),
        List.copyOf(names),
        List.copyOf(versions));
  }
}
