package dev.lazuli.cli;

import static java.util.Map.entry;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.cli.Shape.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Azure ML's YAML of an online deployment, and how it goes over the wire.
final class DeploymentYaml {
  private static final Shape PROBE =
      new Shape.Keys(
          Map.of(
              "initial_delay",
              Value.WHOLE,
              "period",
              Value.WHOLE,
              "timeout",
              Value.WHOLE,
              "success_threshold",
              Value.WHOLE,
              "failure_threshold",
              Value.WHOLE),
          List.of());

  private static final Shape COLLECTION =
      new Shape.Keys(
          Map.of("enabled", Value.ANY, "sampling_rate", Value.ANY, "data", Value.ANY),
          List.of("enabled"));

  private static final Shape COLLECTOR =
      new Shape.Keys(
          Map.of(
              "collections",
              new Shape.MapOf(COLLECTION),
              "rolling_rate",
              Value.TEXT,
              "sampling_rate",
              Value.ANY),
          List.of("collections"));

  /// The keys of the file.
  static final Shape SHAPE =
      new Shape.Keys(
          Map.ofEntries(
              entry("$schema", Value.TEXT),
              entry("name", Value.TEXT),
              entry("endpoint_name", Value.TEXT),
              entry("description", Value.TEXT),
              entry("tags", Shape.texts()),
              entry("properties", Shape.texts()),
              entry("type", Shape.word("managed", "kubernetes")),
              entry(
                  "model",
                  new Shape.AnyOf(
                      List.of(
                          Value.TEXT,
                          new Shape.Keys(
                              Map.of(
                                  "path",
                                  Value.TEXT,
                                  "type",
                                  Value.TEXT,
                                  "name",
                                  Value.TEXT,
                                  "version",
                                  Value.TEXT),
                              List.of("path"))),
                      "azureml:NAME:VERSION, or keys 'path' and 'type'")),
              entry("environment", Value.ANY),
              entry(
                  "code_configuration",
                  new Shape.Keys(
                      Map.of("code", Value.TEXT, "scoring_script", Value.TEXT),
                      List.of("code", "scoring_script"))),
              entry("environment_variables", Shape.texts()),
              entry("instance_type", Value.TEXT),
              entry("instance_count", Value.WHOLE),
              entry("app_insights_enabled", Value.TRUTH),
              entry("scale_settings", Value.ANY),
              entry(
                  "request_settings",
                  new Shape.Keys(
                      Map.of(
                          "request_timeout_ms",
                          Value.WHOLE,
                          "max_concurrent_requests_per_instance",
                          Value.WHOLE,
                          "max_queue_wait_ms",
                          Value.WHOLE),
                      List.of())),
              entry("liveness_probe", PROBE),
              entry("readiness_probe", PROBE),
              entry("data_collector", COLLECTOR),
              entry("model_mount_path", Value.TEXT),
              entry("egress_public_network_access", Value.TEXT)),
          List.of("name", "endpoint_name"));

  private DeploymentYaml() {}

  /// The wire form of a checked document.
  ///
  /// @throws Problem.Unsupported for what only deployments with a scoring script need
  static ObjectNode body(Given given, Uploads uploads) throws InterruptedException {
    ObjectNode body = Json.object().put("location", "local");
    JsonNode count = given.value("instance_count");
    body.putObject("sku").put("name", "Default").put("capacity", count.asInt(1));
    JsonNode tags = given.value("tags");
    body.set("tags", tags.isObject() ? tags : Json.object());
    ObjectNode properties = body.putObject("properties");
    properties.put("endpointComputeType", "Managed");
    if (!given.value("model").isMissingNode()) {
      properties.put("model", model(given, uploads));
    }
    code(given, uploads, properties);
    if (!given.value("environment").isMissingNode()) {
      properties.put("environmentId", environment(given, uploads));
    }
    given.copy(
        properties,
        "description",
        "properties",
        "environment_variables",
        "instance_type",
        "app_insights_enabled");
    request(given.value("request_settings"), properties);
    if (given.value("data_collector") instanceof ObjectNode collector) {
      collector(collector, properties.putObject("dataCollector"));
    }
    for (String probe : List.of("liveness_probe", "readiness_probe")) {
      if (given.value(probe) instanceof ObjectNode yaml) {
        probe(yaml, properties.putObject(Words.camel(probe)));
      }
    }
    return body;
  }

  private static String model(Given given, Uploads uploads) throws InterruptedException {
    JsonNode model = given.value("model");
    String path = model.isObject() ? model.path("path").asString() : model.asString();
    boolean isBare = path.matches("[^:/]+:[^:/]+") && !path.startsWith("azureml:");
    String text = isBare ? "azureml:" + path : path;
    return uploads.resolve(text, "models", given.file().folder());
  }

  private static void code(Given given, Uploads uploads, ObjectNode properties)
      throws InterruptedException {
    JsonNode code = given.value("code_configuration");
    if (code.isObject()) {
      String folder = code.path("code").asString("");
      properties
          .putObject("codeConfiguration")
          .put("codeId", uploads.resolve(folder, "codes", given.file().folder()))
          .put("scoringScript", code.path("scoring_script").asString(""));
    }
  }

  /// The environment: a registered one by its name, else the conda file of one written in place.
  private static String environment(Given given, Uploads uploads) throws InterruptedException {
    JsonNode environment = given.value("environment");
    if (!environment.isObject()) {
      return uploads.resolve(environment.asString(""), "environments", given.file().folder());
    }
    JsonNode conda = environment.path("conda_file");
    if (conda.isString()) {
      return uploads.resolve(conda.asString(""), "data", given.file().folder());
    }
    try {
      Path folder = Files.createTempDirectory("environment-");
      Path file = folder.resolve("conda.yaml");
      Files.write(file, conda.isObject() ? Json.bytes(conda) : new byte[0]);
      String address = uploads.upload(file);
      Files.delete(file);
      Files.delete(folder);
      return address;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collector(ObjectNode yaml, ObjectNode collector) {
    if (yaml.has("rolling_rate")) {
      collector.set("rollingRate", yaml.path("rolling_rate"));
    }
    ObjectNode collections = collector.putObject("collections");
    yaml.path("collections")
        .properties()
        .forEach(entry -> {
          JsonNode one = entry.getValue();
          // people write it as a text too
          boolean enabled = one.path("enabled").asString("").equalsIgnoreCase("true");
          ObjectNode collection = collections.putObject(entry.getKey());
          collection.put("dataCollectionMode", enabled ? "Enabled" : "Disabled");
          JsonNode rate = one.path("sampling_rate");
          collection.set("samplingRate", rate.isNumber() ? rate : yaml.path("sampling_rate"));
          if (collection.path("samplingRate").isMissingNode()) {
            collection.put("samplingRate", 1.0);
          }
        });
  }

  private static void request(JsonNode yaml, ObjectNode properties) {
    if (!yaml.isObject()) {
      return;
    }
    ObjectNode settings = properties.putObject("requestSettings");
    yaml.properties()
        .forEach(entry -> {
          switch (entry.getKey()) {
            case "request_timeout_ms" -> settings.put("requestTimeout", millis(entry.getValue()));
            case "max_queue_wait_ms" -> settings.put("maxQueueWait", millis(entry.getValue()));
            default -> settings.set(Words.camel(entry.getKey()), entry.getValue());
          }
        });
  }

  private static void probe(ObjectNode yaml, ObjectNode probe) {
    yaml.properties()
        .forEach(entry -> {
          JsonNode value = entry.getValue();
          switch (entry.getKey()) {
            case "initial_delay", "period", "timeout" ->
                probe.put(Words.camel(entry.getKey()), "PT%dS".formatted(value.asLong()));
            default -> probe.set(Words.camel(entry.getKey()), value);
          }
        });
  }

  private static String millis(JsonNode value) {
    return Duration.ofMillis(value.asLong()).toString();
  }
}
