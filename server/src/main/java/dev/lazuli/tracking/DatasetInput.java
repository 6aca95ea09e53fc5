package dev.lazuli.tracking;

import java.util.List;

/// A dataset that a run has read.
///
/// @param source as JSON or text, with its kind in `sourceType`
/// @param schema as JSON; empty for none
/// @param profile as JSON; empty for none
/// @param tags of this use of it, such as `mlflow.data.context`
public record DatasetInput(
    String name,
    String digest,
    String sourceType,
    String source,
    String schema,
    String profile,
    List<Tag> tags) {
  /// The tag that tells what the data was used for.
  public static final String CONTEXT = "mlflow.data.context";

  /// Refuses texts that are too long.
  public DatasetInput {
    tags = List.copyOf(tags);
    for (Tag tag : tags) {
      Names.checkLength("key", tag.key(), 255);
      Names.checkLength("value", tag.value(), 500);
    }
    Names.checkLength("name", name, 500);
    Names.checkLength("digest", digest, 36);
    Names.checkLength("source", source, 65_535);
    Names.checkLength("schema", schema, 1_048_575);
    Names.checkLength("profile", profile, 16_777_215);
  }
}
