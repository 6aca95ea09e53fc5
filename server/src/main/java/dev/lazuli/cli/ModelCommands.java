package dev.lazuli.cli;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.cli.Shape.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// `lazuli model`.
@Command(
    name = "model",
    description = "Registered models and their versions.",
    subcommands = {
      AssetCommands.Listing.class,
      AssetCommands.Showing.class,
      AssetChanges.Updating.class,
      AssetCommands.Archiving.class,
      AssetChanges.Restoring.class
    })
final class ModelCommands {
  private static final List<String> TYPES = List.of("custom_model", "mlflow_model", "triton_model");
  private static final Shape SHAPE =
      AssetOptions.shape(TYPES, Map.of("flavors", Value.ANY, "stage", Value.TEXT));

  @Command(
      name = "create",
      description = "Register a model from a local folder, a job's output or a run.",
      footer = {
        "",
        "Example:",
        "  lazuli model create --name diamonds --type mlflow_model"
            + " --path azureml://jobs/brave_sun_0a1b2c/outputs/artifacts/paths/outputs/mlflow-model/"
      })
  int create(@Mixin Common common, @Mixin AssetOptions options) throws InterruptedException {
    Given given = options.given(common, SHAPE);
    String source = given.text("path");
    Path folder = options.folder(given);
    Remote remote = common.remote();
    ObjectNode properties = Json.object();
    properties.put("modelType", type(given.text("type"), source, folder));
    properties.put("modelUri", new Uploads(remote).resolve(source, "models", folder));
    common.show(
        AssetOptions.register(new Assets(remote, Assets.Kind.MODEL), given, properties),
        Assets.COLUMNS);
    return 0;
  }

  @Command(
      name = "download",
      description = "Fetch the files of a model version.",
      footer = {
        "",
        "Example:",
        "  lazuli model download --name diamonds --version 1 --download-path models"
      })
  int download(
      @Mixin Common common,
      @Mixin Given.Version which,
      @Option(
              names = {"-p", "--download-path"},
              paramLabel = "DIR",
              description = "Folder to write to (default: here).",
              defaultValue = ".")
          Path folder)
      throws InterruptedException, IOException {
    Remote remote = common.remote();
    ObjectNode model = new Assets(remote, Assets.Kind.MODEL).require(which.name(), which.version());
    String uri = model.path("path").asString("");
    if (!(Reference.parse(uri) instanceof Reference.DatastorePath path)) {
      throw new Problem.Unsupported("cannot download from '%s'".formatted(uri));
    }
    String container = remote.container(path.datastore());
    Path target = folder.resolve(which.name());
    int files = Downloads.folder(remote, container, path.path() + "/", target);
    if (files == 0) {
      String last = path.path().substring(path.path().lastIndexOf('/') + 1);
      Downloads.file(remote, container, path.path(), target.resolve(last));
      files = 1;
    }
    common.err().println("Downloaded %d files to %s".formatted(files, target));
    return 0;
  }

  private static String type(String given, String source, Path folder) {
    if (!given.isEmpty()) {
      return Words.find(TYPES, given);
    }
    boolean isMlflow =
        source.startsWith("runs:")
            || source.startsWith("models:")
            || (!source.contains("://")
                && Files.exists(
                    folder.resolve(source.replaceFirst("^file:", "")).resolve("MLmodel")));
    return isMlflow ? "mlflow_model" : "custom_model";
  }
}
