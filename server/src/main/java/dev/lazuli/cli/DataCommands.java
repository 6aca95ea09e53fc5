package dev.lazuli.cli;

import dev.lazuli.data.DataAsset;
import java.time.Instant;
import java.util.List;
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
      AssetChanges.Updating.class,
      AssetCommands.Archiving.class,
      AssetChanges.Restoring.class
    })
final class DataCommands {
  @Command(
      name = "create",
      description = "Register a file, folder or table as a version of a data asset.",
      footer = {
        "",
        "Example:",
        "  lazuli data create --name diamonds --version 1 --type uri_file --path diamonds.csv"
      })
  int create(@Mixin Common common, @Mixin AssetOptions options) throws InterruptedException {
    DataAsset asset = options.described(common, DataAsset.DESCRIPTION);
    Remote remote = common.remote();
    ObjectNode body = new Uploads(remote).wire(DataAsset.DESCRIPTION, asset);
    common.show(
        new Assets(remote, Assets.Kind.DATA).create(asset.name(), asset.version(), body),
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
}
