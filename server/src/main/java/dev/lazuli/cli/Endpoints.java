package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The online endpoints of a workspace on a server.
record Endpoints(Remote remote) {
  private static final Set<String> CHANGING = Set.of("Creating", "Updating");
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  /// Makes or changes an endpoint.
  ObjectNode put(String name, ObjectNode properties, JsonNode tags) throws InterruptedException {
    ObjectNode body = Json.object().put("location", "local");
    body.set("tags", tags.isObject() ? tags : Json.object());
    body.set("properties", properties);
    return Entities.endpoint(remote.put(path(name), body));
  }

  /// The traffic of an endpoint, changed; whole percents by deployment.
  ObjectNode route(String name, ObjectNode traffic) throws InterruptedException {
    JsonNode arm = remote.get(path(name));
    ObjectNode properties = Json.object();
    properties.put("authMode", arm.path("properties").path("authMode").asString("Key"));
    properties.set("traffic", traffic);
    return put(name, properties, arm.path("tags"));
  }

  /// An endpoint.
  ///
  /// @throws Problem.NotFound when there is none
  ObjectNode require(String name) throws InterruptedException {
    return Entities.endpoint(remote.get(path(name)));
  }

  /// An endpoint, if it exists.
  Optional<ObjectNode> find(String name) throws InterruptedException {
    return remote.find(path(name)).map(Entities::endpoint);
  }

  /// A deployment, if it exists.
  Optional<ObjectNode> findDeployment(String endpoint, String name) throws InterruptedException {
    return remote.find(deploymentPath(endpoint, name)).map(Entities::deployment);
  }

  /// Makes or changes a deployment.
  ///
  /// @param wait whether until that is decided
  /// @throws Problem.Unavailable when it failed, with the reason
  ObjectNode putDeployment(String endpoint, String name, ObjectNode body, boolean wait)
      throws InterruptedException {
    JsonNode deployment = remote.put(deploymentPath(endpoint, name), body);
    while (wait && CHANGING.contains(state(deployment))) {
      TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
      deployment = remote.get(deploymentPath(endpoint, name));
    }
    if (state(deployment).equals("Failed")) {
      throw new Problem.Unavailable(
          "deployment '%s' failed: %s"
              .formatted(name, deployment.at("/properties/error/message").asString("")));
    }
    return Entities.deployment(deployment);
  }

  private static String state(JsonNode deployment) {
    return deployment.at("/properties/provisioningState").asString("");
  }

  /// The keys of an endpoint: `primaryKey`, `secondaryKey`.
  JsonNode keys(String name) throws InterruptedException {
    return remote.post(path(name) + "/listKeys", Json.object());
  }

  /// Asks an endpoint for predictions.
  ///
  /// @param deployment empty for the one that traffic chooses
  byte[] score(ObjectNode endpoint, byte[] body, String deployment) throws InterruptedException {
    String uri = endpoint.path("scoring_uri").asString("");
    if (uri.isEmpty()) {
      throw new Problem.Unavailable(
          "endpoint '%s' has no scoring address yet".formatted(endpoint.path("name").asString()));
    }
    List<String> headers = new ArrayList<>();
    headers.add("Authorization");
    headers.add("Bearer " + keys(endpoint.path("name").asString()).path("primaryKey").asString());
    if (!deployment.isEmpty()) {
      headers.add("azureml-model-deployment");
      headers.add(deployment);
    }
    return remote.score(URI.create(uri), body, headers);
  }

  /// The path of an endpoint below its workspace.
  static String path(String name) {
    return "/onlineEndpoints/" + Remote.segment(name);
  }

  /// The path of a deployment below its workspace.
  static String deploymentPath(String endpoint, String name) {
    return path(endpoint) + "/deployments/" + Remote.segment(name);
  }
}
