package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.batch.BatchDeployment;
import dev.lazuli.batch.BatchEndpoint;
import dev.lazuli.schema.Document;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lazuli batch-deployment`.
@Command(
    name = "batch-deployment",
    description = "Deployments of batch endpoints: models that score files.")
final class BatchDeploymentCommands {
  private static final List<String> COLUMNS =
      List.of("name", "endpoint_name", "model", "provisioning_state");

  /// The endpoint that a deployment belongs to.
  static final class Of {
    @Option(
        names = {"-e", "--endpoint-name", "--endpoint"},
        required = true,
        paramLabel = "NAME",
        description = "The batch endpoint.")
    private String endpoint = "";
  }

  @Command(
      name = "create",
      description = "Make a deployment of a batch endpoint.",
      footer = {
        "",
        "Example:",
        "  lazuli batch-deployment create --file deployment.yml --set-default"
      })
  int create(
      @Mixin Common common,
      @Mixin DocumentOptions options,
      @Option(
              names = {"-e", "--endpoint-name", "--endpoint"},
              paramLabel = "NAME",
              description = "The batch endpoint (default: the one in the file).")
          @Nullable String endpoint,
      @Option(
              names = "--set-default",
              description = "Let the endpoint use it when an invocation names none.")
          boolean makeDefault)
      throws InterruptedException {
    Document document = options.required(common);
    if (endpoint != null) {
      document = document.with("endpoint_name", endpoint, "--endpoint-name");
    }
    return put(common, document.as(BatchDeployment.DESCRIPTION), makeDefault);
  }

  @Command(
      name = "update",
      description = "Change a deployment.",
      footer = {
        "",
        "Example:",
        "  lazuli batch-deployment update -n blue -e diamonds-batch --set mini_batch_size=20"
      })
  int update(
      @Mixin Common common,
      @Mixin Name name,
      @Mixin Of of,
      @Option(
              names = "--set",
              arity = "1..*",
              paramLabel = "KEY=VALUE",
              description = "What to change.",
              required = true)
          List<String> sets)
      throws InterruptedException {
    ObjectNode printed =
        BatchDeployment.DESCRIPTION.printed(common.remote().get(path(of.endpoint, name.value())));
    Document document = Document.of(printed, Path.of("").toAbsolutePath());
    for (String change : sets) {
      document = document.set(change);
    }
    return put(common, document.as(BatchDeployment.DESCRIPTION), false);
  }

  @Command(
      name = "show",
      description = "Show a deployment.",
      footer = {"", "Example:", "  lazuli batch-deployment show -n blue -e diamonds-batch"})
  int show(@Mixin Common common, @Mixin Name name, @Mixin Of of) throws InterruptedException {
    common.show(
        BatchDeployment.DESCRIPTION.printed(common.remote().get(path(of.endpoint, name.value()))),
        COLUMNS);
    return 0;
  }

  @Command(
      name = "list",
      description = "List the deployments of a batch endpoint.",
      footer = {"", "Example:", "  lazuli batch-deployment list -e diamonds-batch -o table"})
  int list(@Mixin Common common, @Mixin Of of) throws InterruptedException {
    ArrayNode found = Json.array();
    common
        .remote()
        .list(BatchEndpointCommands.path(of.endpoint) + "/deployments")
        .forEach(one -> found.add(BatchDeployment.DESCRIPTION.printed(one)));
    common.show(found, COLUMNS);
    return 0;
  }

  @Command(
      name = "list-jobs",
      description = "List the jobs of a deployment, newest first.",
      footer = {
        "",
        "Example:",
        "  lazuli batch-deployment list-jobs -n blue -e diamonds-batch -o table"
      })
  int listJobs(@Mixin Common common, @Mixin Name name, @Mixin Of of) throws InterruptedException {
    common.show(
        BatchEndpointCommands.jobs(common.remote(), of.endpoint, name.value()),
        List.of("name", "status", "creation_context.created_at"));
    return 0;
  }

  @Command(
      name = "delete",
      description = "Remove a deployment.",
      footer = {"", "Example:", "  lazuli batch-deployment delete -n blue -e diamonds-batch --yes"})
  int delete(
      @Mixin Common common,
      @Mixin Name name,
      @Mixin Of of,
      @Option(
              names = {"-y", "--yes"},
              description = "Do not ask.")
          boolean yes)
      throws InterruptedException {
    Remote remote = common.remote();
    remote.get(path(of.endpoint, name.value()));
    Questions.confirm(
        common,
        yes,
        "Remove deployment '%s' of batch endpoint '%s'?".formatted(name.value(), of.endpoint));
    remote.delete(path(of.endpoint, name.value()));
    return 0;
  }

  private static int put(Common common, BatchDeployment deployment, boolean makeDefault)
      throws InterruptedException {
    Remote remote = common.remote();
    String endpoint = deployment.endpoint();
    if (remote.find(BatchEndpointCommands.path(endpoint)).isEmpty()) {
      throw new Problem.NotFound(
          "no batch endpoint '%s': make it with 'lazuli batch-endpoint create --name %s'"
              .formatted(endpoint, endpoint));
    }
    ObjectNode body = new Uploads(remote).wire(BatchDeployment.DESCRIPTION, deployment);
    body.put("location", "local");
    ObjectNode made =
        BatchDeployment.DESCRIPTION.printed(
            remote.put(path(endpoint, deployment.name().value()), body));
    if (makeDefault) {
      makeDefault(remote, endpoint, deployment.name().value());
    }
    common.show(made, COLUMNS);
    return 0;
  }

  private static void makeDefault(Remote remote, String endpoint, String name)
      throws InterruptedException {
    ObjectNode printed =
        BatchEndpoint.DESCRIPTION.printed(remote.get(BatchEndpointCommands.path(endpoint)));
    BatchEndpoint changed =
        Document.of(printed, Path.of("").toAbsolutePath())
            .as(BatchEndpoint.DESCRIPTION)
            .withDefault(name);
    remote.put(
        BatchEndpointCommands.path(endpoint),
        new Uploads(remote).wire(BatchEndpoint.DESCRIPTION, changed).put("location", "local"));
  }

  private static String path(String endpoint, String name) {
    return BatchEndpointCommands.path(endpoint) + "/deployments/" + Remote.segment(name);
  }
}
