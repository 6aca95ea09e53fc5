package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `lazuli data`.
@Command(
    name = "data",
    description = "Data assets: files, folders and tables that jobs read.",
    subcommands = {
      AssetCommands.Listing.class,
      AssetCommands.Showing.class,
      AssetCommands.Archiving.class
    })
final class DataCommands {
  private static final List<String> TYPES = List.of("uri_file", "uri_folder", "mltable");
  private static final Shape SHAPE = AssetOptions.shape(TYPES, Map.of());

  @Command(
      name = "create",
      description = "Register a file, folder or table as a version of a data asset.",
      footer = {
        "",
        "Example:",
        "  lazuli data create --name diamonds --version 1 --type uri_file --path diamonds.csv"
      })
  int create(@Mixin Common common, @Mixin AssetOptions options) throws InterruptedException {
    Given given = options.given(common, SHAPE);
    String source = given.text("path");
    Path folder = options.folder(given);
    Remote remote = common.remote();
    ObjectNode properties = Json.object();
    properties.put("dataType", type(given.text("type"), source, folder));
    properties.put("dataUri", new Uploads(remote).resolve(source, "data", folder));
    common.show(
        AssetOptions.register(new Assets(remote, Assets.Kind.DATA), given, properties),
        Assets.COLUMNS);
    return 0;
  }

  @Command(
      name = "profile",
      description = "Describe the columns of a data asset: counts, ranges, most frequent values.",
      footer = {"", "Example:", "  lazuli data profile --name diamonds -o table"})
  int profile(@Mixin Common common, @Mixin Given.Version which) throws InterruptedException {
    Remote remote = common.remote();
    ObjectNode data = new Assets(remote, Assets.Kind.DATA).require(which.name(), which.version());
    JsonNode profile =
        remote.get(
            "/data/%s/versions/%s/profile"
                .formatted(
                    Remote.segment(which.name()), Remote.segment(data.path("version").asString())));
    common.show(
        common.isTable() ? readable(profile.path("profile")) : profile,
        List.of("name", "type", "count", "missing", "distinct", "min", "max", "mean"));
    return 0;
  }

  /// The columns of a profile, the milliseconds of times as times.
  private static JsonNode readable(JsonNode columns) {
    for (JsonNode column : columns) {
      if (column instanceof ObjectNode one && one.path("type").asString().equals("datetime")) {
        for (String name : List.of("min", "max", "mean")) {
          if (one.path(name).isNumber()) {
            one.put(name, Instant.ofEpochMilli(Math.round(one.path(name).asDouble())).toString());
          }
        }
      }
    }
    return columns;
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
