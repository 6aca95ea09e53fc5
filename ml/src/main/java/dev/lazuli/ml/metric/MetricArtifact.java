package dev.lazuli.ml.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/// A chart's data as Azure's AutoML logs it, ready to be written as JSON.
///
/// @param name the artifact's name in a run
/// @param schemaType what Studio draws from it
/// @param data lists, numbers and strings
public record MetricArtifact(
    String name, String schemaType, String schemaVersion, Map<String, Object> data) {
  /// The whole document: `schema_type`, `schema_version` and `data`.
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema_type", schemaType);
    document.put("schema_version", schemaVersion);
    document.put("data", data);
    return document;
  }
}
