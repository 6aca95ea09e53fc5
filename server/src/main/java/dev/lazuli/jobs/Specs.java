package dev.lazuli.jobs;

import dev.lazuli.base.Json;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts specs into one form, so that equal ones are equal texts.
final class Specs {
  private Specs() {}

  /// The same with keys in order, and without nulls and empty objects, which say nothing.
  static ObjectNode canonical(ObjectNode spec) {
    ObjectNode result = Json.object();
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    spec.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    sorted.forEach((key, value) -> {
      JsonNode plain = canonical(value);
      boolean saysNothing = plain.isNull() || (plain.isObject() && plain.isEmpty());
      if (!saysNothing) {
        result.set(key, plain);
      }
    });
    return result;
  }

  private static JsonNode canonical(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> canonical(object);
      case ArrayNode array -> {
        ArrayNode result = Json.array();
        array.forEach(element -> result.add(canonical(element)));
        yield result;
      }
      default -> value;
    };
  }
}
