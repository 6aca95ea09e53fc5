package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.cli.Shape.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `lazuli data`.
@Command(name = "data", description = "Data assets: files, folders and tables that jobs read.")
final class DataCommands {
  private static final List<String> TYPES = List.of("uri_file", "uri_folder", "mltable");
  private static final Shape SHAPE =
      new Shape.Keys(
          Map.of(
              "$schema",
              Value.TEXT,
              "name",
              Value.TEXT,
              "version",
              Value.TEXT,
              "description",
              Value.TEXT,
              "tags",
              Shape.texts(),
              "properties",
              Shape.texts(),
              "type",
              new Shape.Word(TYPES),
              "path",
              Value.TEXT),
          List.of());

  @Command(
      name = "create",
      description = "Register a file, folder or table as a version of a data asset.",
      footer = {
        "",
        "Example:",
        "  lazuli data create --name diamonds --version 1 --type uri_file --path diamonds.csv"
      })
  int create(
      @Mixin Common common,
      @Option(
              names = {"-f", "--file"},
              paramLabel = "FILE",
              description = "YAML file of the asset.")
          @Nullable Path file,
      @Option(
              names = {"-n", "--name"},
              paramLabel = "NAME",
              description = "Its name.")
          @Nullable String name,
      @Option(
              names = {"-v", "--version"},
              paramLabel = "VERSION",
              description = "Its version (default: the next one).")
          @Nullable String version,
      @Option(
              names = {"-t", "--type"},
              paramLabel = "TYPE",
              description = "uri_file, uri_folder or mltable (default: by its path).")
          @Nullable String type,
      @Option(
              names = {"-p", "--path"},
              paramLabel = "PATH",
              description = "File, folder or address.")
          @Nullable String path,
      @Option(
              names = {"-d", "--description"},
              paramLabel = "TEXT",
              description = "What it holds.")
          @Nullable String description,
      @Option(
              names = "--set",
              arity = "1..*",
              paramLabel = "KEY=VALUE",
              description = "Change the file's content.")
          @Nullable List<String> sets)
      throws InterruptedException {
    YamlFile yaml = Given.file(file, sets).checked(SHAPE);
    Given given =
        new Given(yaml)
            .with("name", name)
            .with("version", version)
            .with("type", type)
            .with("description", description)
            .checked(SHAPE);
    Path folder = path == null ? yaml.folder() : Path.of("").toAbsolutePath();
    String source = path == null ? yaml.text("path") : path;
    if (source.isEmpty()) {
      throw common.misuse("the path is missing: give --path, or a YAML file with 'path'");
    }
    String wanted = given.text("name");
    if (wanted.isEmpty()) {
      throw common.misuse("the name is missing: give --name, or a YAML file with 'name'");
    }
    Remote remote = common.remote();
    ObjectNode properties = Json.object();
    properties.put("dataType", type(given.text("type"), source, folder));
    properties.put("dataUri", new Uploads(remote).resolve(source, "data", folder));
    given.copy(properties, "description", "tags", "properties");
    properties.put("isAnonymous", false).put("isArchived", false);
    common.show(
        new Assets(remote, "data").create(wanted, given.text("version"), properties),
        Assets.COLUMNS);
    return 0;
  }

  @Command(
      name = "list",
      description = "List the data assets, or with a name the versions of one.",
      footer = {"", "Example:", "  lazuli data list --name diamonds -o table"})
  int list(
      @Mixin Common common,
      @Option(
              names = {"-n", "--name"},
              paramLabel = "NAME",
              description = "List the versions of this one.",
              defaultValue = "")
          String name)
      throws InterruptedException {
    common.show(new Assets(common.remote(), "data").list(name), Assets.COLUMNS);
    return 0;
  }

  @Command(
      name = "show",
      description = "Show a version of a data asset.",
      footer = {"", "Example:", "  lazuli data show --name diamonds --version 1"})
  int show(@Mixin Common common, @Mixin Given.Version which) throws InterruptedException {
    common.show(
        new Assets(common.remote(), "data").require(which.name(), which.version()), Assets.COLUMNS);
    return 0;
  }

  @Command(
      name = "archive",
      description = "Hide a data asset, or one version of it, from lists.",
      footer = {"", "Example:", "  lazuli data archive --name diamonds --version 1"})
  int archive(@Mixin Common common, @Mixin Given.Version which) throws InterruptedException {
    new Assets(common.remote(), "data").archive(which.name(), which.version());
    return 0;
  }

  @Command(
      name = "profile",
      description = "Describe the columns of a data asset: counts, ranges, most frequent values.",
      footer = {"", "Example:", "  lazuli data profile --name diamonds -o table"})
  int profile(@Mixin Common common, @Mixin Given.Version which) throws InterruptedException {
    Remote remote = common.remote();
    ObjectNode data = new Assets(remote, "data").require(which.name(), which.version());
    JsonNode profile =
        remote.get(
            "/data/%s/versions/%s/profile"
                .formatted(
                    Remote.segment(which.name()), Remote.segment(data.path("version").asString())));
    common.show(profile, List.of());
    return 0;
  }

  private static String type(String given, String source, Path folder) {
    if (!given.isEmpty()) {
      return Words.find(TYPES, given);
    }
    if (source.contains("://")) {
      String lower = source.toLowerCase(Locale.ROOT);
      return lower.matches(".*\\.[a-z0-9]{2,8}") ? "uri_file" : "uri_folder";
    }
    Path local = folder.resolve(source.replaceFirst("^file:", ""));
    if (!Files.exists(local)) {
      throw new Problem.NotFound("no file or folder '%s'".formatted(local.normalize()));
    }
    if (!Files.isDirectory(local)) {
      return "uri_file";
    }
    return Files.exists(local.resolve("MLTable")) ? "mltable" : "uri_folder";
  }
}
