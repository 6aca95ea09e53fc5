package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.EndpointKeys;
import dev.lazuli.endpoints.EndpointName;
import dev.lazuli.endpoints.Endpoints;
import dev.lazuli.endpoints.OnlineEndpoint;
import dev.lazuli.endpoints.TrafficSplit;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Online endpoints as ARM resources.
public final class OnlineEndpointRoutes {
  private static final String KIND = "onlineEndpoints";

  private final Endpoints endpoints;
  private final Workspaces workspaces;
  private final WorkspaceScope scope;

  public OnlineEndpointRoutes(Endpoints endpoints, Workspaces workspaces) {
    this.endpoints = endpoints;
    this.workspaces = workspaces;
    this.scope = new WorkspaceScope(workspaces);
  }

  private enum AuthMode {
    KEY,
    TOKEN
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.anyCase(new ArmProtocol(), Workspaces.ARM_PREFIX)
        .add("GET /onlineEndpoints", Action.ONLINE_ENDPOINTS_READ, this::list)
        .add("GET /onlineEndpoints/{endpoint}", Action.ONLINE_ENDPOINTS_READ, this::get)
        .add("PUT /onlineEndpoints/{endpoint}", Action.ONLINE_ENDPOINTS_WRITE, this::put)
        .add("PATCH /onlineEndpoints/{endpoint}", Action.ONLINE_ENDPOINTS_WRITE, this::patch)
        .add("DELETE /onlineEndpoints/{endpoint}", Action.ONLINE_ENDPOINTS_DELETE, this::delete)
        .add(
            "POST /onlineEndpoints/{endpoint}/listKeys",
            Action.ONLINE_ENDPOINTS_LIST_KEYS,
            this::listKeys)
        .add(
            "POST /onlineEndpoints/{endpoint}/regenerateKeys",
            Action.ONLINE_ENDPOINTS_REGENERATE_KEYS,
            this::regenerateKeys)
        .add("POST /onlineEndpoints/{endpoint}/token", Action.ONLINE_ENDPOINTS_TOKEN, this::token);
  }

  private Response list(Request request) {
    Workspace workspace = scope.of(request);
    List<ObjectNode> all =
        endpoints.list(workspace).stream()
            .map(endpoint -> shape(request, workspace, endpoint))
            .toList();
    return Response.ok(Arm.page(all, Optional.empty()));
  }

  private Response get(Request request) {
    Workspace workspace = scope.of(request);
    OnlineEndpoint endpoint = endpoints.require(workspace, name(request));
    return Response.ok(shape(request, workspace, endpoint));
  }

  private Response put(Request request) {
    Workspace workspace = scope.of(request);
    JsonNode body = request.json();
    ObjectNode properties = Arm.properties(body);
    requireKeys(properties);
    requireNoMirror(properties);
    Optional<OnlineEndpoint> old = endpoints.find(workspace, name(request));
    OnlineEndpoint saved =
        endpoints.save(
            workspace,
            new OnlineEndpoint.Draft(
                new EndpointName(name(request)),
                properties.path("description").asString(""),
                Fields.strings(body, "tags"),
                Fields.strings(properties, "properties"),
                traffic(properties)
                    .or(() -> old.map(OnlineEndpoint::traffic))
                    .orElseGet(TrafficSplit::none)));
    return Response.json(old.isPresent() ? 200 : 201, shape(request, workspace, saved));
  }

  private Response patch(Request request) {
    Workspace workspace = scope.of(request);
    JsonNode body = request.json();
    JsonNode properties = body.path("properties");
    requireNoMirror(properties);
    OnlineEndpoint old = endpoints.require(workspace, name(request));
    OnlineEndpoint saved =
        endpoints.save(
            workspace,
            new OnlineEndpoint.Draft(
                new EndpointName(old.name()),
                properties.path("description").asString(old.description()),
                body.has("tags") ? Fields.strings(body, "tags") : old.tags(),
                properties.has("properties")
                    ? Fields.strings(properties, "properties")
                    : old.properties(),
                traffic(properties).orElse(old.traffic())));
    return Response.ok(shape(request, workspace, saved));
  }

  private Response delete(Request request) {
    boolean existed = endpoints.delete(scope.of(request), name(request));
    return Response.empty(existed ? 200 : 204);
  }

  private Response listKeys(Request request) {
    EndpointKeys keys = endpoints.keys(scope.of(request), name(request));
    return Response.ok(
            Json.object().put("primaryKey", keys.primary()).put("secondaryKey", keys.secondary()))
        .with("Cache-Control", "no-store");
  }

  private Response regenerateKeys(Request request) {
    JsonNode body = request.json();
    if (body.hasNonNull("keyValue")) {
      throw new Problem.Unsupported("keyValue: a new key is always drawn at random");
    }
    OnlineEndpoint.KeyKind kind =
        Arm.word(
            "keyType",
            body.path("keyType").asString("Primary"),
            Map.of(
                "Primary", OnlineEndpoint.KeyKind.PRIMARY,
                "Secondary", OnlineEndpoint.KeyKind.SECONDARY));
    endpoints.regenerate(scope.of(request), name(request), kind);
    return Response.empty(200);
  }

  private Response token(Request request) {
    OnlineEndpoint endpoint = endpoints.require(scope.of(request), name(request));
    throw new Problem.Invalid(
        "authMode",
        "endpoint '%s' has authMode Key and gives no tokens: use listKeys"
            .formatted(endpoint.name()));
  }

  private static String name(Request request) {
    return request.path("endpoint");
  }

  private static void requireKeys(JsonNode properties) {
    AuthMode mode =
        Arm.word(
            "authMode",
            properties.path("authMode").asString("Key"),
            Map.of("Key", AuthMode.KEY, "AMLToken", AuthMode.TOKEN, "AADToken", AuthMode.TOKEN));
    if (mode == AuthMode.TOKEN) {
      throw new Problem.Unsupported(
          "authMode '%s': this version gives out no tokens; use Key"
              .formatted(properties.path("authMode").asString("")));
    }
  }

  private static void requireNoMirror(JsonNode properties) {
    for (Map.Entry<String, JsonNode> share : properties.path("mirrorTraffic").properties()) {
      if (share.getValue().asInt(0) != 0) {
        throw new Problem.Unsupported("mirrorTraffic: this version does not mirror requests");
      }
    }
  }

  private static Optional<TrafficSplit> traffic(JsonNode properties) {
    if (!properties.hasNonNull("traffic")) {
      return Optional.empty();
    }
    Map<String, Integer> percents = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> share : properties.path("traffic").properties()) {
      if (!share.getValue().isIntegralNumber()) {
        throw new Problem.Invalid(
            "traffic", share.getKey() + "=" + share.getValue(), "whole percents from 0 to 100");
      }
      percents.put(share.getKey().toLowerCase(Locale.ROOT), share.getValue().asInt());
    }
    return Optional.of(new TrafficSplit(percents));
  }

  private ObjectNode shape(Request request, Workspace workspace, OnlineEndpoint endpoint) {
    String base =
        request.origin()
            + (workspace.id() == workspaces.standard().id() ? "" : workspace.armId())
            + "/endpoints/"
            + endpoint.name();
    ObjectNode properties = Json.object();
    properties.put("authMode", "Key");
    properties.put("description", endpoint.description());
    properties.set("properties", Json.strings(endpoint.properties()));
    properties.put("scoringUri", base + "/score");
    properties.put("swaggerUri", base + "/swagger.json");
    properties.set("traffic", Json.tree(endpoint.traffic().percents()));
    properties.putObject("mirrorTraffic");
    properties.put("provisioningState", "Succeeded");
    properties.put("publicNetworkAccess", "Enabled");
    ObjectNode resource =
        Arm.resource(
            workspace,
            KIND + "/" + endpoint.name(),
            properties,
            endpoint.created(),
            endpoint.updated());
    resource.put("kind", "Managed");
    resource.put("location", "local");
    resource.set("tags", Json.strings(endpoint.tags()));
    resource.putObject("identity").put("type", "SystemAssigned");
    return resource;
  }
}
