package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.schema.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lazuli job`.
@Command(name = "job", description = "Jobs: work that the workspace runs and tracks.")
final class JobCommands {
  private static final List<String> COLUMNS =
      List.of(
          "name",
          "display_name",
          "type",
          "status",
          "experiment_name",
          "creation_context.created_at");

  @Command(
      name = "create",
      description = "Start a job from its YAML file.",
      footer = {"", "Example:", "  lazuli job create -f job.yml --stream --set inputs.rate=0.1"})
  int create(
      @Mixin Common common,
      @Mixin DocumentOptions document,
      @Option(
              names = {"-s", "--stream"},
              description = "Show its log until it ends.")
          boolean stream)
      throws InterruptedException {
    Document given = document.required(common);
    Jobs jobs = new Jobs(common.remote());
    ObjectNode job = jobs.create(given);
    if (stream) {
      String id = job.path("name").asString();
      new Progress(common.out()).log(jobs, id);
      job = jobs.require(id);
    }
    common.show(job, COLUMNS);
    return stream && !job.path("status").asString().equals("Completed") ? 1 : 0;
  }

  @Command(
      name = "show",
      description = "Show a job.",
      footer = {"", "Example:", "  lazuli job show -n brave_sun_0a1b2c --query status -o tsv"})
  int show(@Mixin Common common, @Mixin Name name) throws InterruptedException {
    common.show(new Jobs(common.remote()).require(name.value()), COLUMNS);
    return 0;
  }

  @Command(
      name = "list",
      description = "List the jobs, the newest first.",
      footer = {"", "Example:", "  lazuli job list --max-results 10 -o table"})
  int list(
      @Mixin Common common,
      @Option(
              names = {"-r", "--max-results"},
              paramLabel = "N",
              description = "At most so many (default: 50).",
              defaultValue = "50")
          int rowsMax,
      @Option(names = "--all-results", description = "All of them.") boolean all)
      throws InterruptedException {
    if (rowsMax < 1) {
      throw common.misuse("--max-results '%d' is not valid: expected 1 or more".formatted(rowsMax));
    }
    List<JsonNode> jobs = common.remote().list("/jobs?listViewType=ActiveOnly");
    ArrayNode entities = Json.array();
    jobs.stream()
        .limit(all ? Long.MAX_VALUE : rowsMax)
        .forEach(job -> entities.add(Jobs.DESCRIPTION.printed(job)));
    common.show(entities, COLUMNS);
    return 0;
  }

  @Command(
      name = "cancel",
      description = "Ask a job to stop.",
      footer = {"", "Example:", "  lazuli job cancel -n brave_sun_0a1b2c"})
  int cancel(@Mixin Common common, @Mixin Name name) throws InterruptedException {
    common.remote().post("/jobs/" + Remote.segment(name.value()) + "/cancel", Json.object());
    return 0;
  }

  @Command(
      name = "stream",
      description = "Show a job's log until it ends.",
      footer = {"", "Example:", "  lazuli job stream -n brave_sun_0a1b2c"})
  int stream(@Mixin Common common, @Mixin Name name) throws InterruptedException {
    Jobs jobs = new Jobs(common.remote());
    jobs.require(name.value());
    String status = new Progress(common.out()).log(jobs, name.value());
    return status.equals("Completed") ? 0 : 1;
  }

  @Command(
      name = "download",
      description = "Fetch what an ended job left: logs and outputs.",
      footer = {"", "Example:", "  lazuli job download -n brave_sun_0a1b2c --download-path out"})
  int download(
      @Mixin Common common,
      @Mixin Name name,
      @Option(
              names = {"-p", "--download-path"},
              paramLabel = "DIR",
              description = "Folder to write to (default: here).",
              defaultValue = ".")
          Path folder,
      @Option(names = "--all", description = "Artifacts and all named outputs.") boolean all,
      @Option(
              names = "--output-name",
              paramLabel = "NAME",
              description = "Only this named output.",
              defaultValue = "")
          String output)
      throws InterruptedException, IOException {
    Remote remote = common.remote();
    ObjectNode job = new Jobs(remote).require(name.value());
    if (!Jobs.hasEnded(job.path("status").asString())) {
      throw new Problem.Conflict(
          "job '%s' is still %s: wait for its end with 'lazuli job stream -n %s'"
              .formatted(name.value(), job.path("status").asString(), name.value()));
    }
    Path own = folder.resolve(name.value());
    if (all || !output.isEmpty()) {
      int files = Downloads.outputs(remote, job, output, own.resolve("named-outputs"));
      common
          .err()
          .println("Downloaded %d files to %s".formatted(files, own.resolve("named-outputs")));
    }
    if (!output.isEmpty()) {
      return 0;
    }
    Path target = own.resolve("artifacts");
    int files =
        Downloads.folder(
            remote,
            remote.container(Jobs.ARTIFACTS),
            "ExperimentRun/dcid." + name.value() + "/",
            target);
    common.err().println("Downloaded %d files to %s".formatted(files, target));
    Files.createDirectories(target);
    return 0;
  }
}
