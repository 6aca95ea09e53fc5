package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Owner;
import dev.lazuli.identity.Owners;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.operations.Operation;
import dev.lazuli.operations.Operations;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Workspaces as ARM resources: one, those of a group, those of a subscription.
public final class WorkspaceRoutes {
  private static final String TYPE = "Microsoft.MachineLearningServices/workspaces";

  private final Workspaces workspaces;
  private final Owners owners;
  private final Operations operations;
  private final WorkspaceScope scope;

  public WorkspaceRoutes(Workspaces workspaces, Owners owners, Operations operations) {
    this.workspaces = workspaces;
    this.owners = owners;
    this.operations = operations;
    this.scope = new WorkspaceScope(workspaces);
  }

  /// The tables of these routes.
  public List<Routes> routes() {
    String group = "/subscriptions/{subscription}/resourceGroups/{resourceGroup}";
    return List.of(
        Routes.anyCase(new ArmProtocol(), Workspaces.ARM_PREFIX)
            .add("GET ", Action.WORKSPACES_READ, this::show)
            .add("PUT ", Action.WORKSPACES_WRITE, this::put)
            .add("PATCH ", Action.WORKSPACES_WRITE, this::patch)
            .add("DELETE ", Action.WORKSPACES_DELETE, this::delete),
        Routes.anyCase(new ArmProtocol(), group, "/subscriptions/{subscription}")
            .add("GET /providers/" + TYPE, Action.WORKSPACES_LIST, this::list),
        Routes.anyCase(new ArmProtocol(), group)
            .add(
                "PUT /providers/Microsoft.Resources/deployments/{deployment}",
                Action.WORKSPACES_DEPLOY,
                this::deploy)
            .add(
                "GET /providers/Microsoft.Resources/deployments/{deployment}",
                Action.WORKSPACES_LIST,
                this::deployed)
            .add(
                "GET /deployments/{deployment}/operations",
                Action.WORKSPACES_LIST,
                _ -> Response.ok(Arm.page(List.of(), Optional.empty()))));
  }

  private Response list(Request request) {
    String subscription = request.path("subscription");
    return Response.ok(
        Arm.page(
            workspaces.list().stream()
                .filter(one -> one.subscription().equalsIgnoreCase(subscription))
                .filter(one ->
                    request
                        .findPath("resourceGroup")
                        .map(one.resourceGroup()::equalsIgnoreCase)
                        .orElse(true))
                .map(one -> resource(request, one))
                .toList(),
            Optional.empty()));
  }

  private Response show(Request request) {
    return Response.ok(resource(request, scope.of(request)));
  }

  private Response put(Request request) {
    JsonNode body = request.json();
    String name = request.path("workspace");
    Optional<Workspace> old =
        workspaces.find(request.path("subscription"), request.path("resourceGroup"), name);
    Owner.Profile profile = OwnerShapes.profile(body, Owner.Profile.plain(name));
    Workspace saved =
        old.isPresent()
            ? (Workspace) owners.change(old.get(), _ -> profile)
            : owners.makeWorkspace(
                request.path("subscription"), request.path("resourceGroup"), name, profile);
    return Response.json(old.isPresent() ? 200 : 201, resource(request, saved));
  }

  private Response patch(Request request) {
    JsonNode body = request.json();
    Owner changed = owners.change(scope.of(request), old -> OwnerShapes.profile(body, old));
    return Response.ok(resource(request, (Workspace) changed));
  }

  private Response delete(Request request) {
    Optional<Workspace> found =
        workspaces.find(
            request.path("subscription"), request.path("resourceGroup"), request.path("workspace"));
    if (found.isEmpty()) {
      return Response.empty(204);
    }
    Workspace workspace = found.get();
    owners.checkRemovable(workspace);
    Operation operation = operations.begin(workspace.id(), "", () -> owners.remove(workspace));
    return OperationRoutes.followed(Response.empty(202), request, operation);
  }

  /// Makes the workspace that a template of azure-ai-ml describes; what else it holds, such as a
  /// storage account, a workspace has here by itself.
  private Response deploy(Request request) {
    JsonNode parameters = request.json().path("properties").path("parameters");
    String name = OwnerShapes.parameter(parameters, "workspaceName");
    Owner.Profile profile = OwnerShapes.ofParameters(parameters, name);
    Optional<Workspace> old =
        workspaces.find(request.path("subscription"), request.path("resourceGroup"), name);
    if (old.isPresent()) {
      owners.change(old.get(), _ -> profile);
    } else {
      owners.makeWorkspace(
          request.path("subscription"), request.path("resourceGroup"), name, profile);
    }
    return deployed(request);
  }

  private Response deployed(Request request) {
    ObjectNode answer = Json.object();
    answer.put("name", request.path("deployment"));
    answer.put("type", "Microsoft.Resources/deployments");
    answer
        .putObject("properties")
        .put("provisioningState", "Succeeded")
        .put("mode", "Incremental")
        .putObject("outputs");
    return Response.ok(answer);
  }

  private static ObjectNode resource(Request request, Workspace workspace) {
    String origin = request.origin();
    ObjectNode properties = Json.object();
    properties.put("friendlyName", workspace.profile().displayName());
    properties.put("description", workspace.profile().description());
    properties.put("workspaceId", workspace.uuid());
    properties.put("discoveryUrl", origin + "/discovery");
    properties.put("mlFlowTrackingUri", origin);
    properties.put("provisioningState", "Succeeded");
    properties.put("publicNetworkAccess", "Disabled");
    ObjectNode resource = Json.object();
    resource.put("id", workspace.armId());
    resource.put("name", workspace.name());
    resource.put("type", TYPE);
    resource.put("location", workspace.profile().location());
    resource.put("kind", "Default");
    resource.set("tags", Json.strings(new TreeMap<>(workspace.profile().tags())));
    resource.set("properties", properties);
    resource.set("systemData", Arm.systemData(workspace.trail()));
    return resource;
  }
}
