package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.EndpointName;
import dev.lazuli.endpoints.Endpoints;
import dev.lazuli.endpoints.OnlineDeployment;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Deployments of online endpoints as ARM resources.
///
/// What a deployment's user says beyond its model (instance type, probes, environment) is kept and
/// answered, with the defaults that Azure's clients read without asking whether they are there.
public final class OnlineDeploymentRoutes {
  private static final String PATH = "/onlineEndpoints/{endpoint}/deployments";
  private static final int LOG_LINES = 5_000;

  /// What is kept in columns of its own, or is ours to say.
  private static final Set<String> OWN = Set.of("model", "description", "provisioningState");

  private final Endpoints endpoints;
  private final WorkspaceScope scope;

  public OnlineDeploymentRoutes(Endpoints endpoints, Workspaces workspaces) {
    this.endpoints = endpoints;
    this.scope = new WorkspaceScope(workspaces);
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.anyCase(new ArmProtocol(), Workspaces.ARM_PREFIX)
        .add("GET " + PATH, Action.ONLINE_DEPLOYMENTS_READ, this::list)
        .add("GET " + PATH + "/{deployment}", Action.ONLINE_DEPLOYMENTS_READ, this::get)
        .add("PUT " + PATH + "/{deployment}", Action.ONLINE_DEPLOYMENTS_WRITE, this::put)
        .add("PATCH " + PATH + "/{deployment}", Action.ONLINE_DEPLOYMENTS_WRITE, this::patch)
        .add("DELETE " + PATH + "/{deployment}", Action.ONLINE_DEPLOYMENTS_DELETE, this::delete)
        .add(
            "POST " + PATH + "/{deployment}/getLogs",
            Action.ONLINE_DEPLOYMENTS_GET_LOGS,
            this::logs);
  }

  private Response list(Request request) {
    Workspace workspace = scope.of(request);
    String endpoint = request.path("endpoint");
    List<ObjectNode> all =
        endpoints.deployments(workspace, endpoint).stream()
            .map(deployment -> shape(workspace, endpoint, deployment))
            .toList();
    return Response.ok(Arm.page(all, Optional.empty()));
  }

  private Response get(Request request) {
    Workspace workspace = scope.of(request);
    String endpoint = request.path("endpoint");
    OnlineDeployment deployment =
        endpoints.requireDeployment(workspace, endpoint, request.path("deployment"));
    return Response.ok(shape(workspace, endpoint, deployment));
  }

  private Response put(Request request) {
    Workspace workspace = scope.of(request);
    String endpoint = request.path("endpoint");
    String name = request.path("deployment");
    JsonNode body = request.json();
    ObjectNode properties = Arm.properties(body);
    requireNoScript(properties);
    boolean exists = endpoints.findDeployment(workspace, endpoint, name).isPresent();
    OnlineDeployment saved =
        endpoints.deploy(
            workspace,
            endpoint,
            new OnlineDeployment.Draft(
                new EndpointName(name),
                properties.path("description").asString(""),
                Fields.strings(body, "tags"),
                model(properties),
                settings(body, properties)));
    return Response.json(exists ? 200 : 201, shape(workspace, endpoint, saved));
  }

  private Response patch(Request request) {
    Workspace workspace = scope.of(request);
    String endpoint = request.path("endpoint");
    JsonNode body = request.json();
    JsonNode properties = body.path("properties");
    OnlineDeployment old =
        endpoints.requireDeployment(workspace, endpoint, request.path("deployment"));
    ObjectNode settings = old.settings().deepCopy();
    if (body.path("sku") instanceof ObjectNode sku) {
      settings.set("sku", sku);
    }
    OnlineDeployment saved =
        endpoints.describe(
            workspace,
            endpoint,
            new OnlineDeployment.Draft(
                new EndpointName(old.name()),
                properties.path("description").asString(old.description()),
                body.has("tags") ? Fields.strings(body, "tags") : old.tags(),
                old.model(),
                settings));
    return Response.ok(shape(workspace, endpoint, saved));
  }

  private Response delete(Request request) {
    boolean existed =
        endpoints.deleteDeployment(
            scope.of(request), request.path("endpoint"), request.path("deployment"));
    return Response.empty(existed ? 200 : 204);
  }

  private Response logs(Request request) {
    byte[] body = request.body();
    int lines = body.length == 0 ? LOG_LINES : Json.parse(body).path("tail").asInt(LOG_LINES);
    String content =
        endpoints.log(
            scope.of(request),
            request.path("endpoint"),
            request.path("deployment"),
            Math.clamp(lines, 0, LOG_LINES));
    return Response.ok(Json.object().put("content", content));
  }

  private static void requireNoScript(JsonNode properties) {
    if (properties.path("codeConfiguration").hasNonNull("codeId")) {
      throw new Problem.Unsupported(
          "codeConfiguration: this version serves the models of its own AutoML, without a script");
    }
  }

  /// The model as a reference: a string, or an object as batch deployments have it.
  private static String model(JsonNode properties) {
    JsonNode model = properties.path("model");
    String reference = model.isObject() ? model.path("assetId").asString("") : model.asString("");
    if (reference.isEmpty()) {
      throw new Problem.Invalid("properties.model", "the deployment names no model");
    }
    return reference;
  }

  private static ObjectNode settings(JsonNode body, ObjectNode properties) {
    ObjectNode settings = Json.object();
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      if (!OWN.contains(property.getKey())) {
        settings.set(property.getKey(), property.getValue());
      }
    }
    if (body.path("sku") instanceof ObjectNode sku) {
      settings.set("sku", sku);
    }
    return settings;
  }

  private static ObjectNode shape(
      Workspace workspace, String endpoint, OnlineDeployment deployment) {
    ObjectNode properties = deployment.settings().deepCopy();
    JsonNode sku = properties.remove("sku");
    properties.put("endpointComputeType", "Managed");
    properties.put("description", deployment.description());
    properties.put("model", deployment.model());
    standard(properties, "scaleSettings").put("scaleType", "Default");
    standard(properties, "environmentVariables");
    standard(properties, "properties");
    ObjectNode request = standard(properties, "requestSettings");
    orElse(request, "requestTimeout", "PT5S");
    orElse(request, "maxQueueWait", "PT0.5S");
    orElse(properties, "instanceType", "local");
    orElse(properties, "egressPublicNetworkAccess", "Enabled");
    if (!properties.hasNonNull("appInsightsEnabled")) {
      properties.put("appInsightsEnabled", false);
    }
    canonicalCollector(properties);
    switch (deployment.state()) {
      case OnlineDeployment.State.Succeeded _ -> properties.put("provisioningState", "Succeeded");
      case OnlineDeployment.State.Failed(String reason) -> {
        properties.put("provisioningState", "Failed");
        properties.putObject("error").put("code", "ModelLoadFailed").put("message", reason);
      }
    }
    ObjectNode resource =
        Arm.resource(
            workspace,
            "onlineEndpoints/" + endpoint + "/deployments/" + deployment.name(),
            properties,
            deployment.created(),
            deployment.updated());
    resource.put("kind", "Managed");
    resource.put("location", "local");
    resource.set("tags", Json.strings(deployment.tags()));
    resource.set(
        "sku",
        sku instanceof ObjectNode given
            ? given
            : Json.object().put("name", "Default").put("capacity", 1));
    return resource;
  }

  private static ObjectNode standard(ObjectNode parent, String key) {
    return parent.get(key) instanceof ObjectNode given ? given : parent.putObject(key);
  }

  private static void orElse(ObjectNode parent, String key, String standard) {
    if (!parent.hasNonNull(key)) {
      parent.put(key, standard);
    }
  }

  /// Clients send `enabled` and compare with `Enabled`.
  private static void canonicalCollector(ObjectNode properties) {
    for (JsonNode collection : properties.path("dataCollector").path("collections")) {
      if (collection instanceof ObjectNode object && object.hasNonNull("dataCollectionMode")) {
        String mode = object.path("dataCollectionMode").asString("");
        object.put("dataCollectionMode", mode.equalsIgnoreCase("enabled") ? "Enabled" : "Disabled");
      }
    }
  }
}
