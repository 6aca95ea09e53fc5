package dev.lazuli.cli;

import dev.lazuli.base.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lazuli online-deployment`.
@Command(name = "online-deployment", description = "Deployments: models behind an online endpoint.")
final class DeploymentCommands {
  private static final List<String> COLUMNS =
      List.of("name", "endpoint_name", "model", "provisioning_state", "instance_count");

  @Command(
      name = "create",
      description = "Put a model behind an endpoint.",
      footer = {"", "Example:", "  lazuli online-deployment create --file blue.yml --all-traffic"})
  int create(
      @Mixin Common common,
      @Mixin DocumentOptions document,
      @Option(
              names = {"-e", "--endpoint-name"},
              paramLabel = "NAME",
              description = "Its endpoint.")
          @Nullable String endpoint,
      @Option(names = "--all-traffic", description = "Send it all of the endpoint's traffic.")
          boolean allTraffic,
      @Option(names = "--no-wait", description = "Do not wait until it is ready.") boolean noWait)
      throws InterruptedException {
    Given given =
        document.withFile(common).with("endpoint_name", endpoint).checked(DeploymentYaml.SHAPE);
    if (allTraffic && noWait) {
      throw common.misuse("--all-traffic waits until the deployment is ready: leave out --no-wait");
    }
    Remote remote = common.remote();
    Endpoints endpoints = new Endpoints(remote);
    String target = given.text("endpoint_name");
    String wanted = given.text("name");
    endpoints.require(target);
    ObjectNode deployment =
        endpoints.putDeployment(
            target, wanted, DeploymentYaml.body(given, new Uploads(remote)), !noWait);
    if (allTraffic) {
      endpoints.route(target, Json.object().put(wanted, 100));
    }
    common.show(deployment, COLUMNS);
    return 0;
  }

  @Command(
      name = "update",
      description = "Change a deployment; it serves as before until the new version is ready.",
      footer = {"", "Example:", "  lazuli online-deployment update --file blue.yml"})
  int update(
      @Mixin Common common,
      @Mixin DocumentOptions document,
      @Option(
              names = {"-e", "--endpoint-name"},
              paramLabel = "NAME",
              description = "Its endpoint.")
          @Nullable String endpoint,
      @Option(names = "--no-wait", description = "Do not wait until it is ready.") boolean noWait)
      throws InterruptedException {
    Given given =
        document.withFile(common).with("endpoint_name", endpoint).checked(DeploymentYaml.SHAPE);
    Remote remote = common.remote();
    String target = given.text("endpoint_name");
    String wanted = given.text("name");
    remote.get(Endpoints.deploymentPath(target, wanted));
    common.show(
        new Endpoints(remote)
            .putDeployment(
                target, wanted, DeploymentYaml.body(given, new Uploads(remote)), !noWait),
        COLUMNS);
    return 0;
  }

  @Command(
      name = "show",
      description = "Show a deployment.",
      footer = {"", "Example:", "  lazuli online-deployment show -n blue -e diamonds"})
  int show(@Mixin Common common, @Mixin Which which) throws InterruptedException {
    common.show(Entities.deployment(common.remote().get(which.path())), COLUMNS);
    return 0;
  }

  @Command(
      name = "list",
      description = "List the deployments of an endpoint.",
      footer = {"", "Example:", "  lazuli online-deployment list -e diamonds -o table"})
  int list(
      @Mixin Common common,
      @Option(
              names = {"-e", "--endpoint-name"},
              required = true,
              paramLabel = "NAME",
              description = "The endpoint.")
          String endpoint)
      throws InterruptedException {
    ArrayNode entities = Json.array();
    common
        .remote()
        .list(Endpoints.path(endpoint) + "/deployments")
        .forEach(deployment -> entities.add(Entities.deployment(deployment)));
    common.show(entities, COLUMNS);
    return 0;
  }

  @Command(
      name = "delete",
      description = "Remove a deployment that has no traffic.",
      footer = {"", "Example:", "  lazuli online-deployment delete -n blue -e diamonds --yes"})
  int delete(
      @Mixin Common common,
      @Mixin Which which,
      @Option(
              names = {"-y", "--yes"},
              description = "Do not ask.")
          boolean yes)
      throws InterruptedException {
    Questions.confirm(
        common, yes, "Remove the deployment '%s' of '%s'?".formatted(which.name, which.endpoint));
    Remote remote = common.remote();
    remote.get(which.path());
    remote.delete(which.path());
    return 0;
  }

  @Command(
      name = "get-logs",
      description = "Show the last lines of a deployment's log.",
      footer = {"", "Example:", "  lazuli online-deployment get-logs -n blue -e diamonds -l 50"})
  int logs(
      @Mixin Common common,
      @Mixin Which which,
      @Option(
              names = {"-l", "--lines"},
              paramLabel = "N",
              description = "So many lines (default: 50).",
              defaultValue = "50")
          int lines)
      throws InterruptedException {
    JsonNode logs =
        common.remote().post(which.path() + "/getLogs", Json.object().put("tail", lines));
    common.out().println(logs.path("content").asString("").stripTrailing());
    common.out().flush();
    return 0;
  }

  /// The deployment that is meant.
  static final class Which {
    @Option(
        names = {"-n", "--name"},
        required = true,
        paramLabel = "NAME",
        description = "The deployment's name.")
    private String name = "";

    @Option(
        names = {"-e", "--endpoint-name"},
        required = true,
        paramLabel = "NAME",
        description = "Its endpoint.")
    private String endpoint = "";

    String path() {
      return Endpoints.deploymentPath(endpoint, name);
    }
  }
}
