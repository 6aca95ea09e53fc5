package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Document;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// The options that describe a new version of an asset: a YAML file, and what goes before it.
final class AssetOptions {
  @Mixin private final DocumentOptions document = new DocumentOptions();

  @Option(
      names = {"-v", "--version"},
      paramLabel = "VERSION",
      description = "Its version (default: the next one).")
  private @Nullable String version;

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      description = "Its type, as in the YAML file (default: by its path).")
  private @Nullable String type;

  @Option(
      names = {"-p", "--path"},
      paramLabel = "PATH",
      description = "File, folder or address.")
  private @Nullable String path;

  @Option(
      names = {"-d", "--description"},
      paramLabel = "TEXT",
      description = "What it holds.")
  private @Nullable String description;

  /// What file and options describe.
  <R> R described(Common common, Codec<R> description) {
    Document described = document.document();
    described = version == null ? described : described.with("version", version, "--version");
    described = type == null ? described : described.with("type", type, "--type");
    described = path == null ? described : described.withPath("path", path, "--path");
    described =
        this.description == null
            ? described
            : described.with("description", this.description, "--description");
    for (String key : List.of("path", "name")) {
      if (described.text(key).isEmpty()) {
        throw common.misuse(
            "the %s is missing: give --%s, or a YAML file with '%s'".formatted(key, key, key));
      }
    }
    return described.as(description);
  }

  /// What the YAML file of an asset may hold.
  ///
  /// @param more keys that only this kind has
  static Shape shape(List<String> types, Map<String, Shape> more) {
    Map<String, Shape> keys = new HashMap<>(more);
    for (String key : List.of("$schema", "name", "version", "description", "path")) {
      keys.put(key, Shape.Value.TEXT);
    }
    keys.put("tags", Shape.texts());
    keys.put("properties", Shape.texts());
    keys.put("type", new Shape.Word(types));
    return new Shape.Keys(Map.copyOf(keys), List.of());
  }

  /// File and options as one document of this shape, with a name and a path.
  Given given(Common common, Shape shape) {
    Given given =
        document
            .given()
            .with("version", version)
            .with("type", type)
            .with("path", path)
            .with("description", description)
            .checked(shape);
    for (String key : List.of("path", "name")) {
      if (given.text(key).isEmpty()) {
        throw common.misuse(
            "the %s is missing: give --%s, or a YAML file with '%s'".formatted(key, key, key));
      }
    }
    return given;
  }

  /// The folder that a relative path starts from: the one the words were written in.
  Path folder(Given given) {
    return path == null ? given.file().folder() : Path.of("").toAbsolutePath();
  }

  /// Registers the version.
  ///
  /// @param properties of this kind of asset in the wire's form
  static ObjectNode register(Assets assets, Given given, ObjectNode properties)
      throws InterruptedException {
    given.copy(properties, "description", "tags", "properties", "flavors", "stage");
    properties.put("isAnonymous", false).put("isArchived", false);
    ObjectNode body = Json.object();
    body.set("properties", properties);
    return assets.create(given.text("name"), given.text("version"), body);
  }
}
