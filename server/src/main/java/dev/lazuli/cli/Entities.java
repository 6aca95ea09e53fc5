package dev.lazuli.cli;

import dev.lazuli.base.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The wire's resources as `az ml` prints them: flat, in the words of the YAML files.
final class Entities {
  private static final Set<String> WORD_KEYS =
      Set.of(
          "taskType",
          "primaryMetric",
          "logVerbosity",
          "authMode",
          "mode",
          "endpointComputeType",
          "allowedTrainingAlgorithms",
          "blockedTrainingAlgorithms",
          "blockedTransformers");

  /// Keys whose values are names that people chose, and stay as they are.
  private static final Set<String> FREE_KEYS =
      Set.of(
          "tags",
          "properties",
          "traffic",
          "mirrorTraffic",
          "environmentVariables",
          "columnNameAndTypes",
          "flavors");

  /// The wire's name of a key and that of `az ml`, where they are not one word in two spellings.
  private static final Map<String, String> RENAMED =
      Map.ofEntries(
          Map.entry("dataType", "type"),
          Map.entry("dataUri", "path"),
          Map.entry("modelType", "type"),
          Map.entry("modelUri", "path"),
          Map.entry("jobType", "type"),
          Map.entry("jobInputType", "type"),
          Map.entry("jobOutputType", "type"),
          Map.entry("uri", "path"),
          Map.entry("computeId", "compute"),
          Map.entry("taskType", "task"),
          Map.entry("limitSettings", "limits"),
          Map.entry("featurizationSettings", "featurization"),
          Map.entry("trainingSettings", "training"),
          Map.entry("forecastingSettings", "forecasting"),
          Map.entry("swaggerUri", "openapi_uri"),
          Map.entry("endpointComputeType", "type"),
          Map.entry("environmentId", "environment"));

  private static final Set<String> LEFT_OUT = Set.of("isAnonymous", "isArchived", "isDefault");

  private Entities() {}

  /// A workspace.
  static ObjectNode workspace(JsonNode arm) {
    ObjectNode entity = plain(arm, "");
    rename(entity, "friendly_name", "display_name");
    rename(entity, "ml_flow_tracking_uri", "mlflow_tracking_uri");
    return entity;
  }

  /// A version of a data asset or model.
  static ObjectNode version(JsonNode arm, boolean isModel) {
    ObjectNode entity = plain(arm, isModel ? "azureml:" : "");
    entity.put("name", segment(arm, 3));
    entity.put("version", segment(arm, 1));
    if (isModel && entity.has("type")) {
      entity.put("type", Words.snake(entity.path("type").asString()));
    }
    return entity;
  }

  /// A data asset or model with all its versions: its name and the latest version.
  static ObjectNode container(JsonNode arm) {
    ObjectNode entity = plain(arm, "");
    entity.remove("next_version");
    return entity;
  }

  /// An online endpoint.
  static ObjectNode endpoint(JsonNode arm) {
    ObjectNode entity = plain(arm, "");
    entity.remove("compute");
    return entity;
  }

  /// A deployment of an online endpoint.
  static ObjectNode deployment(JsonNode arm) {
    ObjectNode entity = plain(arm, "");
    entity.put("endpoint_name", segment(arm, 3));
    JsonNode capacity = arm.path("sku").path("capacity");
    if (capacity.isNumber()) {
      entity.set("instance_count", capacity);
    }
    entity.remove("sku");
    if (entity.path("type").asString("").isEmpty()) {
      entity.put("type", "managed");
    }
    return entity;
  }

  /// The envelope opened: properties beside the name, who made it when in `creation_context`.
  private static ObjectNode plain(JsonNode arm, String idPrefix) {
    ObjectNode entity = Json.object();
    String id = arm.path("id").asString("");
    entity.put("name", arm.path("name").asString(""));
    entity.put("id", idPrefix + id);
    for (String key : List.of("tags", "location", "kind", "sku")) {
      if (arm.has(key) && !arm.path(key).isNull()) {
        entity.set(key, arm.path(key));
      }
    }
    String[] parts = id.split("/", -1);
    if (parts.length > 4) {
      entity.put("resourceGroup", parts[4]);
    }
    entity.setAll(snake(arm.path("properties")));
    JsonNode made = arm.path("systemData");
    if (made.isObject()) {
      entity.set("creation_context", snake(made));
    }
    return entity;
  }

  private static ObjectNode snake(JsonNode properties) {
    ObjectNode result = Json.object();
    for (Map.Entry<String, JsonNode> entry : properties.properties()) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      if (value.isNull() || LEFT_OUT.contains(key)) {
        continue;
      }
      result.set(RENAMED.getOrDefault(key, Words.snake(key)), value(key, value));
    }
    return result;
  }

  private static JsonNode value(String key, JsonNode value) {
    if (FREE_KEYS.contains(key)) {
      return value;
    }
    if (WORD_KEYS.contains(key)) {
      return words(value);
    }
    if (value instanceof ObjectNode object) {
      boolean free = Set.of("inputs", "outputs", "services", "transformerParams").contains(key);
      if (!free) {
        return snake(object);
      }
      ObjectNode named = Json.object();
      object
          .properties()
          .forEach(e ->
              named.set(e.getKey(), e.getValue().isObject() ? snake(e.getValue()) : e.getValue()));
      return named;
    }
    return value;
  }

  private static JsonNode words(JsonNode value) {
    if (value.isString()) {
      return Json.tree(Words.snake(value.asString()));
    }
    if (value.isArray()) {
      return Json.tree(value.valueStream().map(word -> Words.snake(word.asString())).toList());
    }
    return value;
  }

  private static void rename(ObjectNode entity, String from, String to) {
    JsonNode value = entity.remove(from);
    if (value != null) {
      entity.set(to, value);
    }
  }

  /// A segment of the resource's id, counted from its end; 1 is the last.
  private static String segment(JsonNode arm, int fromEnd) {
    List<String> parts = Arrays.asList(arm.path("id").asString("").split("/", -1));
    return parts.size() < fromEnd ? "" : parts.get(parts.size() - fromEnd);
  }
}
