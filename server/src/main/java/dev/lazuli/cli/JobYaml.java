package dev.lazuli.cli;

import static java.util.Map.entry;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.cli.Shape.Value;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the YAML files of all kinds of jobs have in common.
final class JobYaml {
  private static final Shape RESOURCES =
      new Shape.Keys(
          Map.ofEntries(
              entry("instance_count", Value.WHOLE),
              entry("max_instance_count", Value.WHOLE),
              entry("instance_type", Value.TEXT),
              entry("locations", new Shape.ListOf(Value.TEXT)),
              entry("shm_size", Value.TEXT),
              entry("docker_args", Value.TEXT),
              entry("properties", new Shape.MapOf(Value.ANY))),
          List.of());

  /// Keys of every job.
  static final Map<String, Shape> COMMON =
      Map.ofEntries(
          entry("$schema", Value.TEXT),
          entry("type", Value.TEXT),
          entry("name", Value.TEXT),
          entry("display_name", Value.TEXT),
          entry("experiment_name", Value.TEXT),
          entry("description", Value.TEXT),
          entry("tags", Shape.texts()),
          entry("properties", Shape.texts()),
          entry("compute", Value.TEXT),
          entry("outputs", new Shape.MapOf(Value.ANY)),
          entry("resources", RESOURCES),
          entry("services", Value.ANY),
          entry("identity", Value.ANY),
          entry("queue_settings", Value.ANY),
          entry("environment_id", Value.TEXT),
          entry("environment_variables", Shape.texts()));

  private static final List<String> RENAMED =
      List.of(
          "display_name",
          "experiment_name",
          "description",
          "tags",
          "properties",
          "environment_id",
          "environment_variables");

  private JobYaml() {}

  /// The wire form of a job's YAML.
  ///
  /// @throws Problem.Invalid naming the path of what cannot be used
  /// @throws Problem.Unsupported for kinds of jobs that this version does not run
  static ObjectNode properties(YamlFile file, Uploads uploads) throws InterruptedException {
    String type = file.text("type");
    if (type.isEmpty()) {
      throw new Problem.Invalid("type", "the key 'type' is missing: automl");
    }
    if (!Words.same(type, "automl")) {
      throw new Problem.Unsupported(
          "jobs of type '%s' are not supported by this version: use automl".formatted(type));
    }
    return AutoMlYaml.properties(file, uploads);
  }

  /// Adds the keys of every job.
  static void addCommon(YamlFile file, ObjectNode properties) {
    for (String key : RENAMED) {
      JsonNode value = file.content().get(key);
      if (value != null && !value.isNull()) {
        properties.set(Words.camel(key), value);
      }
    }
    String compute = file.text("compute");
    if (!compute.isEmpty()) {
      properties.put("computeId", compute.replaceFirst("^azureml:", ""));
    }
    if (file.content().get("outputs") instanceof ObjectNode outputs) {
      ObjectNode wire = properties.putObject("outputs");
      outputs
          .properties()
          .forEach(e ->
              wire.putObject(e.getKey())
                  .put("jobOutputType", e.getValue().path("type").asString("uri_folder")));
    }
    for (String key : List.of("tags", "properties")) {
      if (!properties.has(key)) {
        properties.set(key, Json.object());
      }
    }
    properties.put("isArchived", false);
  }
}
