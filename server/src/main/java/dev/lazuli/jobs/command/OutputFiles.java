package dev.lazuli.jobs.command;

import dev.lazuli.artifacts.Datastores;
import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Json;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import dev.lazuli.data.Data;
import dev.lazuli.data.DataDraft;
import dev.lazuli.data.DataType;
import dev.lazuli.identity.Workspace;
import dev.lazuli.jobs.Job;
import dev.lazuli.registry.NewVersion;
import dev.lazuli.registry.Registry;
import dev.lazuli.store.BlobName;
import dev.lazuli.store.BlobStore;
import dev.lazuli.tracking.ArtifactUri;
import dev.lazuli.tracking.Tracking;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Keeps what a command leaves: named outputs in a datastore, the folders `outputs` and `logs` as
/// artifacts of its run.
final class OutputFiles {
  /// Where the log of building the environment is kept.
  static final String BUILD_LOG = "azureml-logs/20_image_build_log.txt";

  private final BlobStore blobs;
  private final Tracking tracking;
  private final Data data;
  private final Registry registry;
  private final Limits limits;

  OutputFiles(BlobStore blobs, Tracking tracking, Data data, Registry registry, Limits limits) {
    this.blobs = blobs;
    this.tracking = tracking;
    this.data = data;
    this.registry = registry;
    this.limits = limits;
  }

  /// Makes the place that a command writes an output to: an empty folder, or the folder of a file.
  Path make(Path root, String name, JobOutput output) {
    Path place = place(root, name, output);
    try {
      Files.createDirectories(output.isFile() ? place.getParent() : place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return place;
  }

  private static Path place(Path root, String name, JobOutput output) {
    Path named = root.resolve("named").resolve(name);
    return output.isFile() ? named.resolve(name) : named;
  }

  /// Keeps the named outputs; returns where each lies.
  ///
  /// @throws Problem.StorageFull when the disk is full
  ObjectNode keep(Workspace workspace, Job job, CommandJob command, Path root) {
    ObjectNode kept = Json.object();
    command
        .outputs()
        .forEach((name, output) -> {
          Path place = place(root, name, output);
          String uri = uri(job, name, output);
          if (!(Reference.parse(uri)
              instanceof Reference.DatastorePath(String store, String path))) {
            throw new Problem.Unsupported(
                "output '%s' cannot be written to '%s': expected azureml://datastores/D/paths/P"
                    .formatted(name, uri));
          }
          if (Files.exists(place)) {
            store(Datastores.blob(workspace, store, path.replaceFirst("/$", "")), place);
          }
          ObjectNode told =
              kept.putObject(name).put("jobOutputType", output.type()).put("uri", uri);
          if (!output.assetName().isEmpty()) {
            register(workspace, job, output, uri, told);
          }
        });
    return kept;
  }

  private static String uri(Job job, String name, JobOutput output) {
    if (output.path().isEmpty()) {
      return Datastores.uri(
          Datastores.BLOB_STORE,
          "azureml/%s/%s%s".formatted(job.name(), name, output.isFile() ? "" : "/"));
    }
    return new Template(output.path())
        .filled(
            Map.of(
                "name",
                job.name(),
                "default_datastore",
                Datastores.BLOB_STORE,
                "output_name",
                name));
  }

  private void register(
      Workspace workspace, Job job, JobOutput output, String uri, ObjectNode told) {
    String version;
    if (output.isModel()) {
      version =
          String.valueOf(
              registry
                  .register(
                      workspace,
                      NewVersion.of(output.assetName(), uri)
                          .withType(output.type())
                          .withRun(job.name()))
                  .version());
    } else {
      version = output.assetVersion().isEmpty() ? next(workspace, output) : output.assetVersion();
      data.put(
          workspace, output.assetName(), version, DataDraft.of(DataType.of(output.type()), uri));
    }
    told.put("assetName", output.assetName()).put("assetVersion", version);
  }

  private String next(Workspace workspace, JobOutput output) {
    try {
      String latest = data.require(workspace, output.assetName(), Data.LATEST).version();
      return latest.matches("\\d{1,9}")
          ? String.valueOf(Integer.parseInt(latest) + 1)
          : latest + "-1";
    } catch (Problem.NotFound e) {
      return "1";
    }
  }

  /// Keeps the folders that Azure's users know as artifacts of the run, whatever became of the job.
  void keepArtifacts(Workspace workspace, Job job, Path root) {
    for (String name : new String[] {"outputs", "logs"}) {
      Path folder = root.resolve("wd").resolve(name);
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        store(artifact(workspace, job, name), folder);
      }
    }
    Path logs = root.resolve("user_logs");
    if (Files.isDirectory(logs)) {
      store(artifact(workspace, job, "user_logs"), logs);
    }
  }

  /// Keeps one file as an artifact of the run, if it is there.
  void keepFile(Workspace workspace, Job job, Path file, String path) {
    if (Files.isRegularFile(file)) {
      store(artifact(workspace, job, path), file);
    }
  }

  private BlobName artifact(Workspace workspace, Job job, String path) {
    return ArtifactUri.blob(workspace, tracking.require(workspace, job.name()).artifactUri(), path);
  }

  /// Stores a file, or all files of a folder; symbolic links are left out, as they lead anywhere.
  private void store(BlobName target, Path from) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file :
          all.filter(one -> Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS)).toList()) {
        String relative = from.relativize(file).toString().replace('\\', '/');
        BlobName name =
            relative.isEmpty()
                ? target
                : new BlobName(target.container(), target.path() + "/" + relative);
        try (InputStream content = Files.newInputStream(file)) {
          blobs.put(name, content, limits.uploadMax());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
