package dev.lazuli.pipelines;

import dev.lazuli.base.Json;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The steps of pipelines as Azure's SDK sends them, in the spelling of everything else.
final class StepWire {
  private static final Set<String> SAYS_NOTHING =
      Set.of("_source", "properties", "services", "name");

  private static final Map<String, String> RENAMED =
      Map.of(
          "componentId", "component",
          "computeId", "compute",
          "job_input_type", "jobInputType",
          "job_output_type", "jobOutputType",
          "asset_name", "assetName",
          "asset_version", "assetVersion");

  private StepWire() {}

  /// The same step.
  static JsonNode plain(JsonNode step) {
    ObjectNode result = Json.object();
    step.properties()
        .forEach(one -> {
          String key = RENAMED.getOrDefault(one.getKey(), one.getKey());
          boolean isPorts = key.equals("inputs") || key.equals("outputs");
          if (!SAYS_NOTHING.contains(key) && !one.getValue().isNull()) {
            result.set(key, isPorts ? ports(one.getValue()) : one.getValue());
          }
        });
    return result;
  }

  private static JsonNode ports(JsonNode ports) {
    ObjectNode result = Json.object();
    ports.properties().forEach(one -> result.set(one.getKey(), port(one.getValue())));
    return result;
  }

  private static JsonNode port(JsonNode port) {
    if (port.path("type").asString("").equals("literal") && port.has("value")) {
      return port.path("value");
    }
    if (!(port instanceof ObjectNode)) {
      return port;
    }
    ObjectNode result = Json.object();
    port.properties()
        .forEach(
            one -> result.set(RENAMED.getOrDefault(one.getKey(), one.getKey()), one.getValue()));
    return result;
  }
}
