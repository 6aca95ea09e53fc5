package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A YAML file of Azure ML's CLI, with the changes that `--set` asks for.
///
/// @param folder that relative paths in it start from
record YamlFile(ObjectNode content, Path folder) {
  private static final long BYTES_MAX = 4L << 20;

  /// Reads a file.
  ///
  /// @param sets changes such as `limits.max_trials=3`
  /// @throws Problem.NotFound when there is no such file
  /// @throws Problem.Invalid when it is not YAML, or holds no keys
  static YamlFile read(Path file, List<String> sets) {
    JsonNode tree;
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new Problem.TooLarge("'%s' is larger than %d bytes".formatted(file, BYTES_MAX));
      }
      tree = Json.parseYaml(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new Problem.NotFound("no file '%s'".formatted(file));
    } catch (MalformedInputException e) {
      throw new Problem.Invalid("file", "'%s' is not UTF-8 text".formatted(file));
    } catch (IOException e) {
      throw new Problem.Invalid("file", "cannot read '%s': %s".formatted(file, e.getMessage()));
    } catch (Problem.Invalid e) {
      throw new Problem.Invalid("file", "'%s' is %s".formatted(file, e.text()));
    }
    if (!(tree instanceof ObjectNode content)) {
      throw new Problem.Invalid("file", "'%s' holds no keys and values".formatted(file));
    }
    Path parent = file.toAbsolutePath().normalize().getParent();
    return new YamlFile(changed(content, sets), parent == null ? Path.of("/") : parent);
  }

  /// A document that comes from options alone.
  static YamlFile empty() {
    return new YamlFile(Json.object(), Path.of("").toAbsolutePath());
  }

  /// Makes the changes of `--set` and returns the document.
  ///
  /// @throws Problem.Invalid when a change has no `=`, or goes through a value
  static ObjectNode changed(ObjectNode content, List<String> sets) {
    for (String set : sets) {
      int equals = set.indexOf('=');
      if (equals < 1) {
        throw new Problem.Invalid("--set", set, "KEY=VALUE such as limits.max_trials=3");
      }
      List<String> keys = List.of(set.substring(0, equals).split("\\.", -1));
      ObjectNode at = content;
      for (String key : keys.subList(0, keys.size() - 1)) {
        JsonNode next = at.get(key);
        if (next == null || next.isNull()) {
          next = at.putObject(key);
        }
        if (!(next instanceof ObjectNode object)) {
          throw new Problem.Invalid("--set", set, "a path through keys; '" + key + "' is a value");
        }
        at = object;
      }
      String value = set.substring(equals + 1);
      at.set(keys.getLast(), value.isEmpty() ? Json.tree("") : Json.parseYaml(value));
    }
    return content;
  }

  /// The text at a top-level key; empty when there is none.
  String text(String key) {
    JsonNode value = content.path(key);
    return value.isValueNode() && !value.isNull() ? value.asString() : "";
  }

  /// Checks the document's shape.
  ///
  /// @throws Problem.Invalid naming the first path that does not fit
  YamlFile checked(Shape shape) {
    shape.check("", content);
    return this;
  }
}
