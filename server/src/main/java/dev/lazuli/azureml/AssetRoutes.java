package dev.lazuli.azureml;

import dev.lazuli.assets.AssetContainer;
import dev.lazuli.assets.AssetKind;
import dev.lazuli.assets.AssetVersion;
import dev.lazuli.assets.Assets;
import dev.lazuli.assets.Listing;
import dev.lazuli.base.Json;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Owner;
import dev.lazuli.identity.OwnerScope;
import dev.lazuli.identity.Registries;
import dev.lazuli.identity.Workspaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// Assets of all kinds in ARM's shape, in workspaces and in registries.
public final class AssetRoutes {
  private static final List<String> LABELS =
      List.of(
          "description",
          "tags",
          "properties",
          "isAnonymous",
          "isArchived",
          "provisioningState",
          "environmentType",
          "stage");

  private final Assets assets;
  private final OwnerScope scope;
  private final PendingUploads uploads;

  public AssetRoutes(Assets assets, OwnerScope scope, PendingUploads uploads) {
    this.assets = assets;
    this.scope = scope;
    this.uploads = uploads;
  }

  /// What a kind's routes let their callers do.
  private record Actions(Action read, Action write, Action delete) {
    static final Actions IN_REGISTRY =
        new Actions(
            Action.REGISTRY_ASSETS_READ,
            Action.REGISTRY_ASSETS_WRITE,
            Action.REGISTRY_ASSETS_DELETE);

    /// Those with Azure's words for the kind's collection.
    static Actions of(AssetKind kind) {
      return new Actions(
          Action.inWorkspace(kind.collection() + "/read"),
          Action.inWorkspace(kind.collection() + "/write"),
          Action.inWorkspace(kind.collection() + "/delete"));
    }
  }

  /// The tables of these routes.
  public List<Routes> routes() {
    List<Routes> all = new ArrayList<>();
    for (AssetKind kind : AssetKind.values()) {
      all.add(routes(kind, Workspaces.ARM_PREFIX, Actions.of(kind)));
      all.add(routes(kind, Registries.ARM_PREFIX, Actions.IN_REGISTRY));
    }
    return all;
  }

  private Routes routes(AssetKind kind, String prefix, Actions may) {
    String one = "/" + kind.collection() + "/{name}";
    String version = one + "/versions/{version}";
    return Routes.anyCase(new ArmProtocol(), prefix)
        .add("GET /" + kind.collection(), may.read(), request -> list(kind, request))
        .add("GET " + one, may.read(), request -> get(kind, request))
        .add("PUT " + one, may.write(), request -> put(kind, request))
        .add("PATCH " + one, may.write(), request -> patch(kind, request))
        .add("DELETE " + one, may.delete(), request -> delete(kind, request))
        .add("GET " + one + "/versions", may.read(), request -> versions(kind, request))
        .add("GET " + version, may.read(), request -> getVersion(kind, request))
        .add("PUT " + version, may.write(), request -> putVersion(kind, request))
        .add("PATCH " + version, may.write(), request -> patchVersion(kind, request))
        .add("DELETE " + version, may.delete(), request -> deleteVersion(kind, request))
        .add("POST " + version + "/startPendingUpload", may.write(), this::startUpload);
  }

  private Response list(AssetKind kind, Request request) {
    Owner owner = scope.of(request);
    Listing listing = Lists.listing(request);
    return Lists.page(
        request,
        listing,
        assets.list(owner, kind, listing).stream().map(one -> container(owner, one)).toList());
  }

  private Response get(AssetKind kind, Request request) {
    Owner owner = scope.of(request);
    return Response.ok(container(owner, assets.require(owner, kind, request.path("name"))));
  }

  private Response put(AssetKind kind, Request request) {
    Owner owner = scope.of(request);
    ObjectNode properties = Arm.properties(request.json());
    return Response.ok(
        container(
            owner,
            assets.change(
                owner,
                kind,
                request.path("name"),
                properties.path("description").asString(""),
                Fields.strings(properties, "tags"),
                Fields.strings(properties, "properties"),
                properties.path("isArchived").asBoolean(false))));
  }

  private Response patch(AssetKind kind, Request request) {
    Owner owner = scope.of(request);
    ObjectNode properties = Arm.properties(request.json());
    AssetContainer old = assets.require(owner, kind, request.path("name"));
    return Response.ok(
        container(
            owner,
            assets.change(
                owner,
                kind,
                old.name(),
                properties.path("description").asString(old.description()),
                changed(properties, "tags", old.tags()),
                changed(properties, "properties", old.properties()),
                properties.path("isArchived").asBoolean(old.isArchived()))));
  }

  private Response delete(AssetKind kind, Request request) {
    boolean removed = assets.remove(scope.of(request), kind, request.path("name"));
    return Response.empty(removed ? 200 : 204);
  }

  /// The versions of an asset; with `hash` those of any name that have it.
  private Response versions(AssetKind kind, Request request) {
    Owner owner = scope.of(request);
    Optional<String> hash = request.query("hash");
    if (hash.isPresent()) {
      return Response.ok(
          Arm.page(
              assets.byHash(owner, kind, hash.get()).stream()
                  .map(one -> version(owner, one))
                  .toList(),
              Optional.empty()));
    }
    Listing listing = Lists.listing(request);
    return Lists.page(
        request,
        listing,
        assets.versions(owner, kind, request.path("name"), listing).stream()
            .map(one -> version(owner, one))
            .toList());
  }

  private Response getVersion(AssetKind kind, Request request) {
    Owner owner = scope.of(request);
    return Response.ok(
        version(owner, assets.require(owner, kind, request.path("name"), request.path("version"))));
  }

  private Response putVersion(AssetKind kind, Request request) {
    Owner owner = scope.of(request);
    ObjectNode properties = Arm.properties(request.json());
    ObjectNode spec = properties.deepCopy();
    spec.remove(LABELS);
    Assets.Put put =
        assets.put(
            owner,
            kind,
            request.path("name"),
            request.path("version"),
            spec,
            new AssetVersion.Labels(
                properties.path("description").asString(""),
                Fields.strings(properties, "tags"),
                Fields.strings(properties, "properties"),
                properties.path("isAnonymous").asBoolean(false),
                properties.path("isArchived").asBoolean(false)));
    return Response.json(put.isNew() ? 201 : 200, version(owner, put.version()));
  }

  private Response patchVersion(AssetKind kind, Request request) {
    Owner owner = scope.of(request);
    ObjectNode properties = Arm.properties(request.json());
    return Response.ok(
        version(
            owner,
            assets.change(
                owner,
                kind,
                request.path("name"),
                request.path("version"),
                old ->
                    new AssetVersion.Labels(
                        properties.path("description").asString(old.description()),
                        changed(properties, "tags", old.tags()),
                        changed(properties, "properties", old.properties()),
                        old.isAnonymous(),
                        properties.path("isArchived").asBoolean(old.isArchived())))));
  }

  private Response deleteVersion(AssetKind kind, Request request) {
    boolean removed =
        assets.remove(scope.of(request), kind, request.path("name"), request.path("version"));
    return Response.empty(removed ? 200 : 204);
  }

  private Response startUpload(Request request) {
    scope.of(request);
    return Response.ok(uploads.begin(request));
  }

  private static Map<String, String> changed(
      ObjectNode properties, String field, Map<String, String> old) {
    return properties.has(field) ? Fields.strings(properties, field) : old;
  }

  private static ObjectNode container(Owner owner, AssetContainer asset) {
    ObjectNode properties = labels(asset.description(), asset.tags(), asset.properties());
    properties.put("isArchived", asset.isArchived());
    properties.put("latestVersion", asset.latestVersion());
    properties.put("nextVersion", Long.toString(asset.nextVersion()));
    return Arm.resource(
        owner, asset.kind().collection() + "/" + asset.name(), properties, asset.trail());
  }

  private static ObjectNode version(Owner owner, AssetVersion asset) {
    ObjectNode properties = asset.spec().deepCopy();
    properties.setAll(
        labels(asset.labels().description(), asset.labels().tags(), asset.labels().properties()));
    properties.put("isAnonymous", asset.labels().isAnonymous());
    properties.put("isArchived", asset.labels().isArchived());
    return Arm.resource(
        owner,
        "%s/%s/versions/%s".formatted(asset.kind().collection(), asset.name(), asset.version()),
        properties,
        asset.trail());
  }

  private static ObjectNode labels(
      String description, Map<String, String> tags, Map<String, String> properties) {
    ObjectNode labels = Json.object().put("description", description);
    labels.set("tags", Json.strings(new TreeMap<>(tags)));
    labels.set("properties", Json.strings(new TreeMap<>(properties)));
    return labels.put("provisioningState", "Succeeded");
  }
}
