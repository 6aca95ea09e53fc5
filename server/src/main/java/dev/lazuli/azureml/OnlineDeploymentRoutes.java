package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.Deployments;
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

  private final Deployments deployments;
  private final WorkspaceScope scope;

  public OnlineDeploymentRoutes(Endpoints endpoints, Workspaces workspaces) {
    this.deployments = endpoints.deployments();
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
            "GET " + PATH + "/{deployment}/operation",
            Action.ONLINE_DEPLOYMENTS_READ,
            this::operation)
        .add(
            "POST " + PATH + "/{deployment}/getLogs",
            Action.ONLINE_DEPLOYMENTS_GET_LOGS,
            this::logs);
  }

  private Response list(Request request) {
    Workspace workspace = scope.of(request);
    String endpoint = request.path("endpoint");
    List<ObjectNode> all =
        deployments.list(workspace, endpoint).stream()
            .map(deployment -> shape(workspace, endpoint, deployment))
            .toList();
    return Response.ok(Arm.page(all, Optional.empty()));
  }

  private Response get(Request request) {
    Workspace workspace = scope.of(request);
    String endpoint = request.path("endpoint");
    OnlineDeployment deployment =
        deployments.require(workspace, endpoint, request.path("deployment"));
    return Response.ok(shape(workspace, endpoint, deployment));
  }

  private Response put(Request request) {
    Workspace workspace = scope.of(request);
    String endpoint = request.path("endpoint");
    String name = request.path("deployment");
    JsonNode body = request.json();
    ObjectNode properties = Arm.properties(body);
    boolean exists = deployments.find(workspace, endpoint, name).isPresent();
    OnlineDeployment saved =
        deployments.deploy(
            workspace,
            endpoint,
            new OnlineDeployment.Draft(
                new EndpointName(name),
                properties.path("description").asString(""),
                Fields.strings(body, "tags"),
                model(properties),
                settings(body, properties)));
    return underWay(request, Response.json(exists ? 200 : 201, shape(workspace, endpoint, saved)));
  }

  /// Where clients look until the change is decided, also one that is: they read its error there.
  private static Response underWay(Request request, Response response) {
    return response
        .with("Azure-AsyncOperation", request.origin() + request.rawPath() + "/operation")
        .with("Retry-After", "1");
  }

  /// How the last change of a deployment stands, as clients of long-running operations read it.
  private Response operation(Request request) {
    Optional<OnlineDeployment> found =
        deployments.find(scope.of(request), request.path("endpoint"), request.path("deployment"));
    ObjectNode operation = Json.object().put("name", request.path("deployment"));
    if (found.isEmpty() || found.get().state().isChanging()) {
      return Response.ok(operation.put("status", found.isEmpty() ? "Succeeded" : "InProgress"))
          .with("Retry-After", "1");
    }
    Optional<String> failure = found.get().state().failure();
    if (failure.isEmpty()) {
      return Response.ok(operation.put("status", "Succeeded"));
    }
    operation.put("status", "Failed").set("error", error(found.get().state(), failure.get()));
    return Response.ok(operation);
  }

  private static ObjectNode error(OnlineDeployment.State state, String reason) {
    String told =
        state.serves() ? "the update failed; the earlier version still serves: " + reason : reason;
    return Json.object().put("code", "DeploymentFailed").put("message", told);
  }

  private Response patch(Request request) {
    Workspace workspace = scope.of(request);
    String endpoint = request.path("endpoint");
    JsonNode body = request.json();
    JsonNode properties = body.path("properties");
    OnlineDeployment old = deployments.require(workspace, endpoint, request.path("deployment"));
    ObjectNode settings = old.settings().deepCopy();
    if (body.path("sku") instanceof ObjectNode sku) {
      settings.set("sku", sku);
    }
    OnlineDeployment.Draft draft =
        new OnlineDeployment.Draft(
            new EndpointName(old.name()),
            properties.path("description").asString(old.description()),
            body.has("tags") ? Fields.strings(body, "tags") : old.tags(),
            old.model(),
            settings);
    OnlineDeployment saved =
        settings.equals(old.settings())
            ? deployments.describe(workspace, endpoint, draft)
            : deployments.deploy(workspace, endpoint, draft);
    return underWay(request, Response.ok(shape(workspace, endpoint, saved)));
  }

  private Response delete(Request request) {
    Workspace workspace = scope.of(request);
    String endpoint = request.path("endpoint");
    String name = request.path("deployment");
    if (!deployments.delete(workspace, endpoint, name)) {
      return Response.empty(204);
    }
    return deployments.find(workspace, endpoint, name).isPresent()
        ? underWay(request, Response.empty(202))
        : Response.empty(200);
  }

  private Response logs(Request request) {
    byte[] body = request.body();
    int lines = body.length == 0 ? LOG_LINES : Json.parse(body).path("tail").asInt(LOG_LINES);
    String content =
        deployments.log(
            scope.of(request),
            request.path("endpoint"),
            request.path("deployment"),
            Math.clamp(lines, 0, LOG_LINES));
    return Response.ok(Json.object().put("content", content));
  }

  /// The model as a reference: a string, or an object as batch deployments have it.
  private static String model(JsonNode properties) {
    JsonNode model = properties.path("model");
    String reference = model.isObject() ? model.path("assetId").asString("") : model.asString("");
    if (reference.isEmpty() && !properties.path("codeConfiguration").hasNonNull("codeId")) {
      throw new Problem.Invalid(
          "properties.model", "the deployment names neither a model nor code");
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
    properties.put("provisioningState", deployment.state().word());
    deployment
        .state()
        .failure()
        .ifPresent(reason -> properties.set("error", error(deployment.state(), reason)));
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
