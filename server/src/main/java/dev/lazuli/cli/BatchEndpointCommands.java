package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.batch.BatchEndpoint;
import dev.lazuli.schema.Document;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lazuli batch-endpoint`.
@Command(
    name = "batch-endpoint",
    description = "Batch endpoints: names under which files are scored.")
final class BatchEndpointCommands {
  private static final List<String> COLUMNS =
      List.of("name", "defaults.deployment_name", "provisioning_state", "scoring_uri");
  private static final List<String> JOB_COLUMNS =
      List.of("name", "status", "experiment_name", "creation_context.created_at");

  @Command(
      name = "create",
      description = "Make a batch endpoint.",
      footer = {"", "Example:", "  lazuli batch-endpoint create --name diamonds-batch"})
  int create(@Mixin Common common, @Mixin DocumentOptions options) throws InterruptedException {
    BatchEndpoint endpoint = options.document().as(BatchEndpoint.DESCRIPTION);
    Remote remote = common.remote();
    if (remote.find(path(endpoint.name().value())).isPresent()) {
      throw new Problem.Conflict(
          "batch endpoint '%s' exists already: change it with 'lazuli batch-endpoint update'"
              .formatted(endpoint.name().value()));
    }
    return put(common, remote, endpoint);
  }

  @Command(
      name = "update",
      description = "Change a batch endpoint, such as its default deployment.",
      footer = {
        "",
        "Example:",
        "  lazuli batch-endpoint update --name diamonds-batch --set defaults.deployment_name=green"
      })
  int update(
      @Mixin Common common,
      @Mixin Name name,
      @Option(
              names = "--set",
              arity = "1..*",
              paramLabel = "KEY=VALUE",
              description = "What to change.")
          @Nullable List<String> sets,
      @Option(
              names = "--defaults",
              paramLabel = "deployment_name=NAME",
              description = "The deployment that is invoked when none is named.")
          @Nullable String defaults)
      throws InterruptedException {
    Remote remote = common.remote();
    ObjectNode printed = BatchEndpoint.DESCRIPTION.printed(remote.get(path(name.value())));
    Document document = Document.of(printed, Path.of("").toAbsolutePath());
    for (String change : sets == null ? List.<String>of() : sets) {
      document = document.set(change);
    }
    if (defaults != null) {
      document = document.set("defaults." + defaults);
    }
    return put(common, remote, document.as(BatchEndpoint.DESCRIPTION));
  }

  @Command(
      name = "show",
      description = "Show a batch endpoint.",
      footer = {
        "",
        "Example:",
        "  lazuli batch-endpoint show --name diamonds-batch --query scoring_uri -o tsv"
      })
  int show(@Mixin Common common, @Mixin Name name) throws InterruptedException {
    common.show(
        BatchEndpoint.DESCRIPTION.printed(common.remote().get(path(name.value()))), COLUMNS);
    return 0;
  }

  @Command(
      name = "list",
      description = "List the batch endpoints.",
      footer = {"", "Example:", "  lazuli batch-endpoint list -o table"})
  int list(@Mixin Common common) throws InterruptedException {
    ArrayNode found = Json.array();
    common
        .remote()
        .list("/batchEndpoints")
        .forEach(one -> found.add(BatchEndpoint.DESCRIPTION.printed(one)));
    common.show(found, COLUMNS);
    return 0;
  }

  @Command(
      name = "delete",
      description = "Remove a batch endpoint and its deployments.",
      footer = {"", "Example:", "  lazuli batch-endpoint delete --name diamonds-batch --yes"})
  int delete(
      @Mixin Common common,
      @Mixin Name name,
      @Option(
              names = {"-y", "--yes"},
              description = "Do not ask.")
          boolean yes)
      throws InterruptedException {
    Remote remote = common.remote();
    remote.get(path(name.value()));
    Questions.confirm(
        common, yes, "Remove batch endpoint '%s' with its deployments?".formatted(name.value()));
    remote.delete(path(name.value()));
    return 0;
  }

  @Command(
      name = "invoke",
      description = "Score files: start a job and print it.",
      footer = {
        "",
        "Example:",
        "  lazuli batch-endpoint invoke --name diamonds-batch --input rows/ --query name -o tsv"
      })
  int invoke(@Mixin Common common, @Mixin Name name, @Mixin Asked asked)
      throws InterruptedException {
    Remote remote = common.remote();
    String address =
        remote.get(path(name.value())).path("properties").path("scoringUri").asString("");
    List<String> headers =
        asked.deployment == null
            ? List.of()
            : List.of("azureml-model-deployment", asked.deployment);
    common.show(job(remote.postWith(address, asked.body(remote), headers)), JOB_COLUMNS);
    return 0;
  }

  /// What an invocation asks for.
  static final class Asked {
    @Option(
        names = {"-i", "--input"},
        required = true,
        paramLabel = "PATH",
        description = "File or folder, data asset (azureml:NAME:VERSION) or address.")
    private String input = "";

    @Option(
        names = {"-t", "--input-type"},
        paramLabel = "TYPE",
        description = "uri_file, uri_folder or mltable (default: what the path looks like).")
    private @Nullable String type;

    @Option(
        names = {"-d", "--deployment-name", "--deployment"},
        paramLabel = "NAME",
        description = "Another deployment than the default one.")
    private @Nullable String deployment;

    @Option(
        names = "--output-path",
        paramLabel = "ADDRESS",
        description = "Folder for the predictions: azureml://datastores/D/paths/P.")
    private @Nullable String outputPath;

    @Option(
        names = {"-x", "--experiment-name"},
        paramLabel = "NAME",
        description = "Experiment of the job (default: the endpoint's name).")
    private @Nullable String experiment;

    @Option(names = "--job-name", paramLabel = "NAME", description = "Name of the job.")
    private @Nullable String job;

    private ObjectNode body(Remote remote) throws InterruptedException {
      String uri = new Uploads(remote).resolve(input, "data", Path.of("").toAbsolutePath());
      ObjectNode properties = Json.object();
      properties
          .putObject("inputData")
          .putObject("data")
          .put("jobInputType", type == null ? type(input) : type)
          .put("uri", uri);
      if (outputPath != null) {
        properties
            .putObject("outputData")
            .putObject("score")
            .put("jobOutputType", "UriFolder")
            .put("uri", outputPath);
      }
      Optional.ofNullable(experiment).ifPresent(text -> properties.put("experimentName", text));
      Optional.ofNullable(job).ifPresent(text -> properties.put("name", text));
      ObjectNode body = Json.object();
      body.set("properties", properties);
      return body;
    }
  }

  @Command(
      name = "list-jobs",
      description = "List the jobs of a batch endpoint, newest first.",
      footer = {"", "Example:", "  lazuli batch-endpoint list-jobs --name diamonds-batch -o table"})
  int listJobs(@Mixin Common common, @Mixin Name name) throws InterruptedException {
    common.show(jobs(common.remote(), name.value(), ""), JOB_COLUMNS);
    return 0;
  }

  /// The jobs of an endpoint, or of one of its deployments.
  static ArrayNode jobs(Remote remote, String endpoint, String deployment)
      throws InterruptedException {
    ArrayNode found = Json.array();
    for (JsonNode one : remote.list(path(endpoint) + "/jobs")) {
      boolean isMeant =
          deployment.isEmpty()
              || one.path("properties")
                  .path("properties")
                  .path("azureml.deploymentname")
                  .asString("")
                  .equals(deployment);
      if (isMeant) {
        found.add(job(one));
      }
    }
    return found;
  }

  private static ObjectNode job(JsonNode arm) {
    JsonNode properties = arm.path("properties");
    ObjectNode shown = Json.object();
    shown.put("name", properties.path("name").asString(""));
    shown.put("display_name", properties.path("displayName").asString(""));
    shown.put("status", properties.path("status").asString(""));
    shown.put("experiment_name", properties.path("experimentName").asString(""));
    shown.put("id", arm.path("id").asString(""));
    shown
        .putObject("creation_context")
        .put("created_at", arm.path("systemData").path("createdAt").asString(""));
    return shown;
  }

  private static int put(Common common, Remote remote, BatchEndpoint endpoint)
      throws InterruptedException {
    ObjectNode body = new Uploads(remote).wire(BatchEndpoint.DESCRIPTION, endpoint);
    body.put("location", "local");
    common.show(
        BatchEndpoint.DESCRIPTION.printed(remote.put(path(endpoint.name().value()), body)),
        COLUMNS);
    return 0;
  }

  static String path(String name) {
    return "/batchEndpoints/" + Remote.segment(name);
  }

  private static String type(String input) {
    Path local = Path.of(input);
    boolean isFile =
        Files.exists(local)
            ? Files.isRegularFile(local)
            : input.matches("(?i).*\\.(csv|tsv|parquet|txt)");
    return isFile ? "uri_file" : "uri_folder";
  }
}
