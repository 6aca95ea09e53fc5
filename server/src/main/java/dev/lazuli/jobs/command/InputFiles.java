package dev.lazuli.jobs.command;

import dev.lazuli.artifacts.Datastores;
import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Problem;
import dev.lazuli.data.Data;
import dev.lazuli.identity.Workspace;
import dev.lazuli.jobs.Job;
import dev.lazuli.models.ModelFiles;
import dev.lazuli.store.BlobName;
import dev.lazuli.store.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// Brings the files of inputs to where a job can read them.
final class InputFiles {
  private final Data data;
  private final ModelFiles models;
  private final BlobStore blobs;
  private final UrlMap urls;
  private final BiFunction<Workspace, String, Optional<Job>> jobs;

  /// @param jobs finds a job by its name
  InputFiles(
      Data data,
      ModelFiles models,
      BlobStore blobs,
      UrlMap urls,
      BiFunction<Workspace, String, Optional<Job>> jobs) {
    this.data = data;
    this.models = models;
    this.blobs = blobs;
    this.urls = urls;
    this.jobs = jobs;
  }

  /// The place that an input names, with outputs of jobs followed to where they lie.
  ///
  /// @throws Problem.NotFound when it names a job or output that does not exist
  String place(Workspace workspace, JobInput.Files input) {
    if (!(Reference.parse(input.path())
        instanceof Reference.JobOutput(String name, String output, String path))) {
      return input.path();
    }
    Job job =
        jobs.apply(workspace, name)
            .orElseThrow(() -> new Problem.NotFound("there is no job '%s'".formatted(name)));
    if (output.equals("artifacts") || output.equals("default")) {
      return input.path();
    }
    String uri = job.outputs().path(output).path("uri").asString("");
    if (uri.isEmpty()) {
      throw new Problem.NotFound(
          job.status().hasEnded()
              ? "job '%s' has left no output '%s'".formatted(name, output)
              : "job '%s' is %s: its output '%s' is not whole yet"
                  .formatted(name, job.status().word(), output));
    }
    return path.isEmpty() ? uri : uri.replaceFirst("/$", "") + "/" + path;
  }

  /// Where the files of an input lie on this machine.
  ///
  /// @throws Problem.NotFound when they do not exist
  Path find(Workspace workspace, JobInput.Files input) {
    String place = place(workspace, input);
    Optional<Path> mapped = urls.find(place);
    if (mapped.isPresent()) {
      return mapped.get();
    }
    Reference reference = Reference.parse(place);
    boolean isModel = input.type().endsWith("_model");
    Path found =
        switch (reference) {
          case Reference.DatastorePath(String store, String path) ->
              local(Datastores.blob(workspace, store, path.replaceFirst("/$", "")));
          case Reference.Web _ -> data.locate(workspace, place).path();
          case Reference.LocalPath _ -> data.locate(workspace, place).path();
          case Reference.RunArtifact _, Reference.JobOutput _, Reference.ModelVersion _ ->
              local(models.folder(workspace, place));
          case Reference.ModelAlias _, Reference.LoggedModel _ ->
              local(models.folder(workspace, place));
          case Reference.Asset _, Reference.LabelledAsset _, Reference.ArmAsset _ ->
              isModel
                  ? local(models.folder(workspace, place))
                  : data.locate(workspace, place).path();
          case Reference.RegistryAsset _, Reference.Cloud _ ->
              throw new Problem.Unsupported(
                  "'%s' is not on this machine: add its prefix to 'url_map' in the configuration"
                      .formatted(place));
        };
    if (!Files.exists(found)) {
      throw new Problem.NotFound("there is nothing at '%s'".formatted(input.path()));
    }
    return found;
  }

  private Path local(BlobName name) {
    return blobs
        .localPath(name)
        .orElseThrow(
            () -> new Problem.Unsupported("'%s' is not on this machine".formatted(name.path())));
  }

  /// Copies a file or folder so that a job may change its copy and nothing else.
  static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.toAbsolutePath().getParent());
          Files.copy(each, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
