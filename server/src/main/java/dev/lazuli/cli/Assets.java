package dev.lazuli.cli;

import dev.lazuli.assets.AssetKind;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.data.DataAsset;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Versioned assets of one kind on a server.
record Assets(Remote remote, Kind kind) {
  /// Columns of a table of assets.
  static final List<String> COLUMNS =
      List.of("name", "version", "type", "creation_context.created_at");

  /// What the assets are.
  ///
  /// @param command the noun of their commands
  /// @param collection their word in an ARM id
  record Kind(String command, String collection) {
    /// `lazuli data`.
    static final Kind DATA = new Kind("data", "data");

    /// `lazuli model`.
    static final Kind MODEL = new Kind("model", "models");

    static Kind of(AssetKind kind) {
      return new Kind(kind.noun(), kind.collection());
    }

    static Kind of(String command) {
      for (Kind kind : List.of(DATA, MODEL)) {
        if (kind.command.equals(command)) {
          return kind;
        }
      }
      return of(AssetKind.ofNoun(command));
    }
  }

  /// Makes a version.
  ///
  /// @param version empty for the next one
  ///
  /// @param body as the wire has it
  ObjectNode create(String name, String version, ObjectNode body) throws InterruptedException {
    String number = version.isEmpty() ? next(name) : version;
    return entity(remote.put(path(name) + "/versions/" + Remote.segment(number), body));
  }

  /// A version.
  ///
  /// @param version empty for the latest
  ObjectNode require(String name, String version) throws InterruptedException {
    return entity(remote.get(versionPath(name, version)));
  }

  private String versionPath(String name, String version) throws InterruptedException {
    String number = version;
    if (number.isEmpty()) {
      number = remote.get(path(name)).path("properties").path("latestVersion").asString("");
      if (number.isEmpty()) {
        throw new Problem.NotFound("'%s' has no version".formatted(name));
      }
    }
    return path(name) + "/versions/" + Remote.segment(number);
  }

  /// A version, if it exists.
  Optional<ObjectNode> find(String name, String version) throws InterruptedException {
    return remote.find(path(name) + "/versions/" + Remote.segment(version)).map(this::entity);
  }

  /// All assets with their latest version, or the versions of one.
  ///
  /// @param name empty for all assets
  ArrayNode list(String name) throws InterruptedException {
    ArrayNode entities = Json.array();
    if (name.isEmpty()) {
      remote.list("/" + kind.collection).forEach(arm -> entities.add(Entities.container(arm)));
    } else {
      remote.list(path(name) + "/versions").forEach(arm -> entities.add(entity(arm)));
    }
    return entities;
  }

  /// The versions of an asset; none when there is no such asset.
  List<ObjectNode> versions(String name) throws InterruptedException {
    if (remote.find(path(name)).isEmpty()) {
      return List.of();
    }
    return remote.list(path(name) + "/versions").stream().map(this::entity).toList();
  }

  /// Hides a version, or the whole asset, from lists, or shows it again.
  ///
  /// @param version empty for the asset
  void archive(String name, String version, boolean archived) throws InterruptedException {
    String path = path(name) + (version.isEmpty() ? "" : "/versions/" + Remote.segment(version));
    ObjectNode body = body(path);
    body.withObject("/properties").put("isArchived", archived);
    remote.put(path, body);
  }

  /// Changes what is said of a version.
  ///
  /// @param version empty for the latest
  /// @param changes such as `tags.team=gems`: of the description, tags and properties
  ObjectNode change(String name, String version, List<String> changes) throws InterruptedException {
    String path = versionPath(name, version);
    ObjectNode body = body(path);
    ObjectNode properties = body.withObject("/properties");
    for (String change : changes) {
      int equals = change.indexOf('=');
      String key = change.substring(0, Math.max(0, equals));
      String value = change.substring(equals + 1);
      if (key.equals("description")) {
        properties.put(key, value);
      } else if (key.matches("(tags|properties)\\..+")) {
        int dot = key.indexOf('.');
        properties.withObject("/" + key.substring(0, dot)).put(key.substring(dot + 1), value);
      } else {
        throw new Problem.Invalid(
            "--set", change, "description=TEXT, tags.NAME=TEXT or properties.NAME=TEXT");
      }
    }
    return entity(remote.put(path, body));
  }

  private ObjectNode body(String path) throws InterruptedException {
    ObjectNode body = Json.object();
    body.set("properties", remote.get(path).path("properties").deepCopy());
    return body;
  }

  private String next(String name) throws InterruptedException {
    Optional<JsonNode> container = remote.find(path(name));
    return container
        .map(arm -> arm.path("properties").path("nextVersion").asString("1"))
        .orElse("1");
  }

  private ObjectNode entity(JsonNode arm) {
    if (kind.equals(Kind.DATA)) {
      return DataAsset.DESCRIPTION.printed(arm);
    }
    ObjectNode entity = Entities.version(arm, kind.equals(Kind.MODEL));
    entity.remove("provisioning_state");
    if (entity.remove("component_spec") instanceof ObjectNode spec) {
      entity.setAll(spec); // as `az ml` prints it: in the words of the YAML file
    }
    return entity;
  }

  private String path(String name) {
    return "/" + kind.collection + "/" + Remote.segment(name);
  }
}
