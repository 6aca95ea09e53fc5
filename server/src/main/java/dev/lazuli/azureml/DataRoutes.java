package dev.lazuli.azureml;

import dev.lazuli.assets.Listing;
import dev.lazuli.base.Json;
import dev.lazuli.data.Data;
import dev.lazuli.data.DataAsset;
import dev.lazuli.data.DataContainer;
import dev.lazuli.data.DataType;
import dev.lazuli.data.DataVersion;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.schema.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Data assets in ARM's shape, and their profile and preview.
public final class DataRoutes {
  private static final int PREVIEW_ROWS = 100;

  private final Data data;
  private final WorkspaceScope scope;

  public DataRoutes(Data data, WorkspaceScope scope) {
    this.data = data;
    this.scope = scope;
  }

  /// The table of these routes.
  public Routes routes() {
    Action read = Action.DATA_READ;
    Action write = Action.DATA_WRITE;
    Action readVersion = Action.DATA_VERSIONS_READ;
    Action writeVersion = Action.DATA_VERSIONS_WRITE;
    return Routes.anyCase(new ArmProtocol(), Workspaces.ARM_PREFIX)
        .add("GET /data", read, this::list)
        .add("GET /data/{name}", read, this::get)
        .add("PUT /data/{name}", write, this::put)
        .add("PATCH /data/{name}", write, this::patch)
        .add("DELETE /data/{name}", Action.DATA_DELETE, this::delete)
        .add("GET /data/{name}/versions", readVersion, this::listVersions)
        .add("GET /data/{name}/versions/{version}", readVersion, this::getVersion)
        .add("PUT /data/{name}/versions/{version}", writeVersion, this::putVersion)
        .add("PATCH /data/{name}/versions/{version}", writeVersion, this::patchVersion)
        .add(
            "DELETE /data/{name}/versions/{version}",
            Action.DATA_VERSIONS_DELETE,
            this::deleteVersion)
        .add("GET /data/{name}/versions/{version}/profile", readVersion, this::profile)
        .add("GET /data/{name}/versions/{version}/preview", readVersion, this::preview);
  }

  private Response list(Request request) {
    Workspace workspace = scope.of(request);
    Listing listing = Lists.listing(request);
    List<ObjectNode> found =
        data.list(workspace, listing).stream().map(one -> resource(workspace, one)).toList();
    return Lists.page(request, listing, found);
  }

  private Response get(Request request) {
    Workspace workspace = scope.of(request);
    return Response.ok(resource(workspace, data.require(workspace, request.path("name"))));
  }

  private Response put(Request request) {
    Workspace workspace = scope.of(request);
    ObjectNode properties = Arm.properties(request.json());
    DataContainer container =
        data.put(
            workspace,
            request.path("name"),
            DataType.of(properties.path("dataType").asString("")),
            properties.path("description").asString(""),
            strings(properties, "tags"),
            properties.path("isArchived").asBoolean(false));
    return Response.ok(resource(workspace, container));
  }

  private Response patch(Request request) {
    Workspace workspace = scope.of(request);
    ObjectNode properties = Arm.properties(request.json());
    DataContainer before = data.require(workspace, request.path("name"));
    DataContainer container =
        data.put(
            workspace,
            before.name(),
            before.type(),
            properties.path("description").asString(before.description()),
            properties.has("tags") ? strings(properties, "tags") : before.tags(),
            properties.path("isArchived").asBoolean(before.isArchived()));
    return Response.ok(resource(workspace, container));
  }

  private Response delete(Request request) {
    data.remove(scope.of(request), request.path("name"));
    return Response.empty(204);
  }

  private Response listVersions(Request request) {
    Workspace workspace = scope.of(request);
    Listing listing = Lists.listing(request);
    List<ObjectNode> found =
        data.versions(workspace, request.path("name"), listing).stream()
            .map(one -> resource(workspace, one))
            .toList();
    return Lists.page(request, listing, found);
  }

  private Response getVersion(Request request) {
    Workspace workspace = scope.of(request);
    return Response.ok(resource(workspace, version(workspace, request)));
  }

  private Response putVersion(Request request) {
    Workspace workspace = scope.of(request);
    DataAsset asset = Wire.read(DataAsset.DESCRIPTION, described(workspace, request));
    Data.Put put = data.put(workspace, asset.name(), asset.version(), asset.draft());
    return Response.json(put.isNew() ? 201 : 200, resource(workspace, put.version()));
  }

  private Response patchVersion(Request request) {
    Workspace workspace = scope.of(request);
    DataVersion before = version(workspace, request);
    DataAsset asset =
        Wire.patched(DataAsset.DESCRIPTION, DataAsset.of(before), described(workspace, request));
    Data.Put put = data.put(workspace, before.name(), before.version(), asset.draft());
    return Response.ok(resource(workspace, put.version()));
  }

  private Response deleteVersion(Request request) {
    data.remove(scope.of(request), request.path("name"), request.path("version"));
    return Response.empty(204);
  }

  private Response profile(Request request) {
    return Response.ok(
        data.profile(scope.of(request), request.path("name"), request.path("version")));
  }

  private Response preview(Request request) {
    int rows = request.query("rows").map(text -> Lists.number("rows", text)).orElse(PREVIEW_ROWS);
    return Response.ok(
        data.preview(scope.of(request), request.path("name"), request.path("version"), rows));
  }

  private static ObjectNode described(Workspace workspace, Request request) {
    return Arm.described(
        workspace,
        "data/%s/versions/%s".formatted(request.path("name"), request.path("version")),
        request.json());
  }

  private DataVersion version(Workspace workspace, Request request) {
    return data.require(workspace, request.path("name"), request.path("version"));
  }

  private static ObjectNode resource(Workspace workspace, DataContainer container) {
    ObjectNode properties = Json.object();
    properties.put("description", container.description());
    properties.set("tags", Json.strings(container.tags()));
    properties.putObject("properties");
    properties.put("isArchived", container.isArchived());
    properties.put("dataType", container.type().word());
    properties.put("latestVersion", container.latestVersion());
    properties.put("nextVersion", container.nextVersion());
    return Arm.resource(
        workspace,
        "data/" + container.name(),
        properties,
        container.created(),
        container.modified());
  }

  private static ObjectNode resource(Workspace workspace, DataVersion version) {
    ObjectNode resource = Wire.write(DataAsset.DESCRIPTION, DataAsset.of(version));
    if (!version.contentHash().isEmpty()) {
      resource.withObject("/properties").put("contentHash", version.contentHash());
    }
    return Arm.resource(
        workspace,
        "data/%s/versions/%s".formatted(version.name(), version.version()),
        resource.withObject("/properties"),
        version.created(),
        version.modified());
  }

  private static Map<String, String> strings(ObjectNode properties, String field) {
    Map<String, String> strings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : properties.path(field).properties()) {
      JsonNode value = entry.getValue();
      strings.put(entry.getKey(), value.isValueNode() ? value.asString("") : Json.text(value));
    }
    return strings;
  }
}
