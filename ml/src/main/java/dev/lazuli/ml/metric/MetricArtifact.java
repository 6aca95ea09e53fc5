package dev.lazuli.ml.metric;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A chart's data as Azure's AutoML logs it, ready to be written as JSON.
///
/// @param name the artifact's name in a run
/// @param schemaType what Studio draws from it
/// @param data lists, numbers and strings by name; a list of such for each fold where the chart is
///   drawn by fold
public record MetricArtifact(String name, String schemaType, String schemaVersion, Object data) {
  /// One of the data by its name; null when there is none, or the chart is drawn by fold.
  public @Nullable Object field(String key) {
    return data instanceof Map<?, ?> fields ? fields.get(key) : null;
  }

  /// The whole document: `schema_type`, `schema_version` and `data`.
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema_type", schemaType);
    document.put("schema_version", schemaVersion);
    document.put("data", data);
    return document;
  }
}
