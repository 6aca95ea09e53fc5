package dev.lazuli.data;

import java.util.Map;

/// What a caller says about a data asset version that it makes or changes.
///
/// @param uri where the data lies; see [Data#resolve]
/// @param isAnonymous whether a job made it in passing, without a name of its own
public record DataDraft(
    DataType type,
    String uri,
    String description,
    Map<String, String> tags,
    Map<String, String> properties,
    boolean isAnonymous,
    boolean isArchived) {
  public DataDraft {
    tags = Map.copyOf(tags);
    properties = Map.copyOf(properties);
  }

  /// An asset of which only type and place are known.
  public static DataDraft of(DataType type, String uri) {
    return new DataDraft(type, uri, "", Map.of(), Map.of(), false, false);
  }
}
