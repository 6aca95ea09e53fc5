package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Owner;
import dev.lazuli.identity.Owners;
import dev.lazuli.identity.Registries;
import dev.lazuli.identity.SharedRegistry;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Registries as ARM resources: one, those of a group, those of a subscription.
public final class RegistryRoutes {
  private static final String TYPE = "Microsoft.MachineLearningServices/registries";

  private final Registries registries;
  private final Owners owners;

  public RegistryRoutes(Registries registries, Owners owners) {
    this.registries = registries;
    this.owners = owners;
  }

  /// The tables of these routes.
  public List<Routes> routes() {
    String group = "/subscriptions/{subscription}/resourceGroups/{resourceGroup}";
    return List.of(
        Routes.anyCase(new ArmProtocol(), Registries.ARM_PREFIX)
            .add("GET ", Action.REGISTRIES_READ, this::show)
            .add("PUT ", Action.REGISTRIES_WRITE, this::put)
            .add("PATCH ", Action.REGISTRIES_WRITE, this::patch)
            .add("DELETE ", Action.REGISTRIES_DELETE, this::delete),
        Routes.anyCase(new ArmProtocol(), group, "/subscriptions/{subscription}")
            .add("GET /providers/" + TYPE, Action.REGISTRIES_LIST, this::list));
  }

  private Response list(Request request) {
    String subscription = request.path("subscription");
    return Response.ok(
        Arm.page(
            registries.list().stream()
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

  /// The registry of a path, which must name its subscription and group too.
  private Optional<SharedRegistry> find(Request request) {
    return registries
        .find(request.path("registry"))
        .filter(one -> one.subscription().equalsIgnoreCase(request.path("subscription")))
        .filter(one -> one.resourceGroup().equalsIgnoreCase(request.path("resourceGroup")));
  }

  private SharedRegistry require(Request request) {
    return find(request)
        .orElseThrow(() ->
            new Problem.NotFound(
                "no registry '%s' in resource group '%s'"
                    .formatted(request.path("registry"), request.path("resourceGroup"))));
  }

  private Response show(Request request) {
    return Response.ok(resource(request, require(request)));
  }

  private Response put(Request request) {
    JsonNode body = request.json();
    String name = request.path("registry");
    Optional<SharedRegistry> old = find(request);
    Owner.Profile profile = OwnerShapes.profile(body, Owner.Profile.plain(name));
    SharedRegistry saved =
        old.isPresent()
            ? (SharedRegistry) owners.change(old.get(), _ -> profile)
            : owners.makeRegistry(
                request.path("subscription"), request.path("resourceGroup"), name, profile);
    return Response.json(old.isPresent() ? 200 : 201, resource(request, saved));
  }

  private Response patch(Request request) {
    JsonNode body = request.json();
    Owner changed = owners.change(require(request), old -> OwnerShapes.profile(body, old));
    return Response.ok(resource(request, (SharedRegistry) changed));
  }

  private Response delete(Request request) {
    Optional<SharedRegistry> found = find(request);
    found.ifPresent(owners::remove);
    return Response.empty(found.isPresent() ? 200 : 204);
  }

  private static ObjectNode resource(Request request, SharedRegistry registry) {
    ObjectNode properties = Json.object();
    properties.put("description", registry.profile().description());
    properties.put("discoveryUrl", request.origin() + "/discovery");
    properties.put("mlFlowRegistryUri", request.origin());
    properties.put("provisioningState", "Succeeded");
    properties.put("publicNetworkAccess", "Disabled");
    properties
        .putArray("regionDetails")
        .addObject()
        .put("location", registry.profile().location())
        .putArray("storageAccountDetails");
    ObjectNode resource = Json.object();
    resource.put("id", registry.armId());
    resource.put("name", registry.name());
    resource.put("type", TYPE);
    resource.put("location", registry.profile().location());
    resource.set("tags", Json.strings(new TreeMap<>(registry.profile().tags())));
    resource.set("properties", properties);
    resource.set("systemData", Arm.systemData(registry.trail()));
    return resource;
  }
}
