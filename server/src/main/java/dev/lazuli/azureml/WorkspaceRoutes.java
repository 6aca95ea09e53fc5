package dev.lazuli.azureml;

import dev.lazuli.artifacts.Datastores;
import dev.lazuli.base.Json;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A workspace and its datastores as ARM resources.
public final class WorkspaceRoutes {
  private final WorkspaceScope scope;

  public WorkspaceRoutes(WorkspaceScope scope) {
    this.scope = scope;
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.anyCase(new ArmProtocol(), Workspaces.ARM_PREFIX)
        .add("GET ", Action.WORKSPACES_READ, this::show)
        .add("GET /datastores", Action.DATASTORES_READ, this::datastores)
        .add("GET /datastores/{name}", Action.DATASTORES_READ, this::datastore);
  }

  private Response show(Request request) {
    Workspace workspace = scope.of(request);
    String origin = request.origin();
    ObjectNode properties = Json.object();
    properties.put("friendlyName", workspace.name());
    properties.put("description", "");
    properties.put("workspaceId", workspace.uuid());
    properties.put("discoveryUrl", origin + "/discovery");
    properties.put("mlFlowTrackingUri", origin);
    properties.put("provisioningState", "Succeeded");
    properties.put("publicNetworkAccess", "Disabled");
    ObjectNode resource = Json.object();
    resource.put("id", workspace.armId());
    resource.put("name", workspace.name());
    resource.put("type", "Microsoft.MachineLearningServices/workspaces");
    resource.put("location", "local");
    resource.put("kind", "Default");
    resource.putObject("tags");
    resource.set("properties", properties);
    return Response.ok(resource);
  }

  private Response datastores(Request request) {
    Workspace workspace = scope.of(request);
    boolean onlyDefault = request.query("isDefault").map(Boolean::parseBoolean).orElse(false);
    return Response.ok(
        Arm.page(
            Datastores.names().stream()
                .filter(name -> !onlyDefault || name.equals(Datastores.BLOB_STORE))
                .map(name -> resource(workspace, name))
                .toList(),
            Optional.empty()));
  }

  private Response datastore(Request request) {
    return Response.ok(resource(scope.of(request), request.path("name")));
  }

  private static ObjectNode resource(Workspace workspace, String name) {
    ObjectNode properties = Json.object();
    properties.put("datastoreType", "AzureBlob");
    properties.put("accountName", "lazuli");
    properties.put("containerName", Datastores.container(workspace, name));
    properties.put("protocol", "http");
    properties.put("isDefault", name.equals(Datastores.BLOB_STORE));
    properties.putObject("credentials").put("credentialsType", "None");
    properties.putObject("tags");
    properties.putObject("properties");
    return Arm.resource(workspace, "datastores/" + name, properties, Instant.EPOCH, Instant.EPOCH);
  }
}
