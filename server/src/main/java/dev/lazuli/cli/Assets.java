package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.data.DataAsset;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Versioned assets of one kind on a server: data or models.
record Assets(Remote remote, Kind kind) {
  /// Columns of a table of assets.
  static final List<String> COLUMNS =
      List.of("name", "version", "type", "creation_context.created_at");

  /// What the assets are.
  enum Kind {
    /// `lazuli data`.
    DATA("data", "data"),
    /// `lazuli model`.
    MODEL("model", "models");

    private final String command;
    private final String collection;

    Kind(String command, String collection) {
      this.command = command;
      this.collection = collection;
    }

    static Kind of(String command) {
      for (Kind kind : values()) {
        if (kind.command.equals(command)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no assets of '%s'".formatted(command));
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
    String number = version;
    if (number.isEmpty()) {
      number = remote.get(path(name)).path("properties").path("latestVersion").asString("");
      if (number.isEmpty()) {
        throw new Problem.NotFound("'%s' has no version".formatted(name));
      }
    }
    return entity(remote.get(path(name) + "/versions/" + Remote.segment(number)));
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

  /// Hides a version, or the whole asset, from lists.
  ///
  /// @param version empty for the asset
  void archive(String name, String version) throws InterruptedException {
    String path = path(name) + (version.isEmpty() ? "" : "/versions/" + Remote.segment(version));
    ObjectNode body = Json.object();
    body.set("properties", remote.get(path).path("properties").deepCopy());
    if (body.path("properties") instanceof ObjectNode properties) {
      properties.put("isArchived", true);
    }
    remote.put(path, body);
  }

  private String next(String name) throws InterruptedException {
    Optional<JsonNode> container = remote.find(path(name));
    return container
        .map(arm -> arm.path("properties").path("nextVersion").asString("1"))
        .orElse("1");
  }

  private ObjectNode entity(JsonNode arm) {
    return switch (kind) {
      case DATA -> DataAsset.DESCRIPTION.printed(arm);
      case MODEL -> Entities.version(arm, true);
    };
  }

  private String path(String name) {
    return "/" + kind.collection + "/" + Remote.segment(name);
  }
}
