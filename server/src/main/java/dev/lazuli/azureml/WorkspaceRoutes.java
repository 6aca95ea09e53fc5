package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import tools.jackson.databind.node.ObjectNode;

/// A workspace as an ARM resource.
public final class WorkspaceRoutes {
  private final WorkspaceScope scope;

  public WorkspaceRoutes(WorkspaceScope scope) {
    this.scope = scope;
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.anyCase(new ArmProtocol(), Workspaces.ARM_PREFIX)
        .add("GET ", Action.WORKSPACES_READ, this::show);
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
}
