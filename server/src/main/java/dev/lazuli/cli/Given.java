package dev.lazuli.cli;

import dev.lazuli.base.Problem;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a command was given: a YAML file, and options that go before it.
record Given(YamlFile file) {
  /// Name and version of an asset.
  static final class Version {
    @Option(
        names = {"-n", "--name"},
        required = true,
        paramLabel = "NAME",
        description = "Its name.")
    private String name = "";

    @Option(
        names = {"-v", "--version"},
        paramLabel = "VERSION",
        description = "Its version (default: the latest).")
    private String version = "";

    @Option(
        names = {"-l", "--label"},
        paramLabel = "LABEL",
        description = "Instead of a version: latest.")
    private String label = "";

    /// The name.
    String name() {
      return name;
    }

    /// The version; empty for the latest.
    ///
    /// @throws Problem.Invalid for a label that is not `latest`
    String version() {
      if (!label.isEmpty() && !label.equals("latest")) {
        throw new Problem.Invalid("--label", label, "latest");
      }
      return version;
    }
  }

  /// The file with the changes of `--set`; an empty document when no file is given.
  static YamlFile file(@Nullable Path file, @Nullable List<String> sets) {
    List<String> changes = sets == null ? List.of() : sets;
    if (file != null) {
      return YamlFile.read(file, changes);
    }
    YamlFile empty = YamlFile.empty();
    YamlFile.changed(empty.content(), changes);
    return empty;
  }

  /// The same with an option, if it was given, in the place of the file's key.
  Given with(String key, @Nullable String value) {
    if (value != null) {
      file.content().put(key, value);
    }
    return this;
  }

  /// Checks the shape of the whole.
  Given checked(Shape shape) {
    file.checked(shape);
    return this;
  }

  /// The text at a key; empty when there is none.
  String text(String key) {
    return file.text(key);
  }

  /// The value at a key; a missing node when there is none.
  JsonNode value(String key) {
    return file.content().path(key);
  }

  /// Copies what is there of `keys` to the wire's form.
  void copy(ObjectNode properties, String... keys) {
    for (String key : keys) {
      JsonNode value = file.content().get(key);
      if (value != null && !value.isNull()) {
        properties.set(Words.camel(key), value);
      }
    }
  }
}
