package dev.lazuli.cli;

import dev.lazuli.base.Json;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lazuli workspace`.
@Command(name = "workspace", description = "Workspaces: what everything else lives in.")
final class WorkspaceCommands {
  private static final List<String> COLUMNS =
      List.of("name", "resourceGroup", "location", "mlflow_tracking_uri");

  /// What a workspace may be called and described as.
  static final class Described {
    @Option(
        names = {"-n", "--name"},
        paramLabel = "NAME",
        description = "Its name (default: that of --workspace-name).")
    private String name = "";

    @Option(names = "--display-name", paramLabel = "TEXT", description = "What people call it.")
    private String displayName = "";

    @Option(
        names = {"-d", "--description"},
        paramLabel = "TEXT",
        description = "What it is for.")
    private String description = "";

    @Option(
        names = {"-l", "--location"},
        paramLabel = "WORD",
        description = "Where it stands, a word of your own.")
    private String location = "";

    @Option(names = "--tag", paramLabel = "NAME=TEXT", description = "A tag; may be repeated.")
    private Map<String, String> tags = Map.of();

    /// What was said, as the wire has it.
    ObjectNode body() {
      ObjectNode body = Json.object();
      if (!location.isEmpty()) {
        body.put("location", location);
      }
      ObjectNode properties = body.putObject("properties");
      if (!displayName.isEmpty()) {
        properties.put("friendlyName", displayName);
      }
      if (!description.isEmpty()) {
        properties.put("description", description);
      }
      if (!tags.isEmpty()) {
        body.set("tags", Json.strings(tags));
      }
      return body;
    }
  }

  @Command(
      name = "create",
      description = "Make a workspace, or change one that exists.",
      footer = {"", "Example:", "  lazuli workspace create --name gems --description Diamonds"})
  int create(@Mixin Common common, @Mixin Described what) throws InterruptedException {
    show(common, common.remote(what.name).put("", what.body()));
    return 0;
  }

  @Command(
      name = "list",
      description = "List the workspaces of a resource group, or of a subscription.",
      footer = {"", "Example:", "  lazuli workspace list -o table"})
  int list(
      @Mixin Common common,
      @Option(names = "--all-groups", description = "Those of all resource groups.") boolean all)
      throws InterruptedException {
    ArrayNode found = Json.array();
    for (JsonNode one : common.remote().siblings(all)) {
      found.add(Entities.workspace(one));
    }
    common.show(found, COLUMNS);
    return 0;
  }

  @Command(
      name = "show",
      description = "Show a workspace.",
      footer = {"", "Example:", "  lazuli workspace show --query mlflow_tracking_uri -o tsv"})
  int show(
      @Mixin Common common,
      @Option(
              names = {"-n", "--name"},
              paramLabel = "NAME",
              description = "Its name (default: that of --workspace-name).",
              defaultValue = "")
          String name)
      throws InterruptedException {
    show(common, common.remote(name).get(""));
    return 0;
  }

  @Command(
      name = "update",
      description = "Change how a workspace is called and described.",
      footer = {"", "Example:", "  lazuli workspace update --name gems --tag team=stones"})
  int update(@Mixin Common common, @Mixin Described what) throws InterruptedException {
    show(common, common.remote(what.name).patch("", what.body()));
    return 0;
  }

  @Command(
      name = "delete",
      description = "Remove a workspace with all that it has.",
      footer = {"", "Example:", "  lazuli workspace delete --name gems --yes"})
  int delete(
      @Mixin Common common,
      @Option(
              names = {"-n", "--name"},
              required = true,
              paramLabel = "NAME",
              description = "Its name.")
          String name,
      @Option(
              names = {"-y", "--yes"},
              description = "Don't ask.")
          boolean yes)
      throws InterruptedException {
    if (!yes) {
      throw common.misuse(
          "this removes all runs, models and files of workspace '%s' for ever: add --yes"
              .formatted(name));
    }
    common.remote(name).delete("");
    return 0;
  }

  private static void show(Common common, JsonNode workspace) {
    common.show(Entities.workspace(workspace), COLUMNS);
  }
}
