package dev.lazuli.azureml;

import dev.lazuli.base.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Reads what many ARM bodies have in common.
final class Fields {
  private Fields() {}

  /// An object of strings, such as `tags`; empty when it is not there.
  ///
  /// @throws Problem.Invalid when a value is a list or an object
  static Map<String, String> strings(JsonNode body, String field) {
    Map<String, String> strings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : body.path(field).properties()) {
      JsonNode value = entry.getValue();
      if (value.isContainer()) {
        throw new Problem.Invalid(
            field, "'%s.%s' must be a string".formatted(field, entry.getKey()));
      }
      strings.put(entry.getKey(), value.isNull() ? "" : value.asString());
    }
    return strings;
  }
}
