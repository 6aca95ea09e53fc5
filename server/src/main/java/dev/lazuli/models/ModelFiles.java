package dev.lazuli.models;

import dev.lazuli.artifacts.Datastores;
import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.ForecastModel;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.registry.ModelVersion;
import dev.lazuli.registry.Registry;
import dev.lazuli.store.BlobName;
import dev.lazuli.store.BlobStat;
import dev.lazuli.store.BlobStore;
import dev.lazuli.tracking.ArtifactUri;
import dev.lazuli.tracking.LoggedModels;
import dev.lazuli.tracking.Tracking;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The files of models, wherever a reference says that they lie.
public final class ModelFiles {
  private static final String OWN_FLAVOR = "lazuli";
  private static final String MODEL_FILE = "MLmodel";
  private static final long MODEL_FILE_BYTES_MAX = 1 << 20;
  private static final long BYTES_MAX = 2L << 30;

  private final BlobStore blobs;
  private final Tracking tracking;
  private final LoggedModels loggedModels;
  private final Registry registry;
  private final Path temporary;

  /// The files of models in `blobs`.
  ///
  /// @param temporary folder for copies that live as long as a model is being read
  public ModelFiles(
      BlobStore blobs,
      Tracking tracking,
      LoggedModels loggedModels,
      Registry registry,
      Path temporary) {
    this.blobs = blobs;
    this.tracking = tracking;
    this.loggedModels = loggedModels;
    this.registry = registry;
    this.temporary = temporary;
  }

  /// The same model named by its version: what `latest` means today stays so.
  ///
  /// @param model reference such as `azureml:diamonds@latest`
  /// @throws Problem.NotFound when there is no such model
  /// @throws Problem.Invalid when it is not a reference to a model
  public String pinned(Workspace workspace, String model) {
    return switch (Reference.parse(model)) {
      case Reference.Asset asset -> armId(workspace, asset);
      case Reference.LabelledAsset asset -> armId(workspace, asset);
      case Reference.ArmAsset asset -> armId(workspace, asset);
      case Reference.ModelVersion version -> armId(workspace, version);
      case Reference.ModelAlias alias -> armId(workspace, alias);
      case Reference other -> {
        folder(workspace, other);
        yield model;
      }
    };
  }

  private String armId(Workspace workspace, Reference reference) {
    ModelVersion version = registry.resolve(workspace, reference);
    return "%s/models/%s/versions/%d"
        .formatted(workspace.armId(), version.name(), version.version());
  }

  /// Reads a model that is scored in this process.
  ///
  /// @param model as [#pinned] gave it
  /// @throws Problem with the reason why it cannot be
  public ServedModel load(Workspace workspace, String model) {
    BlobName folder = folder(workspace, Reference.parse(model));
    ObjectNode flavors =
        flavors(folder)
            .orElseThrow(() ->
                new Problem.Unsupported(
                    "model '%s' is not an MLflow model: it has no file MLmodel".formatted(model)));
    if (!flavors.has(OWN_FLAVOR)) {
      ForeignModel.check(model, flavors);
    }
    try {
      Files.createDirectories(temporary);
      Path copy = Files.createTempDirectory(temporary, "model-");
      try {
        copy(folder, copy);
        return flavors.has(OWN_FLAVOR) ? own(copy) : ForeignModel.load(copy);
      } catch (InvalidInput e) {
        throw new Problem.Invalid(
            "model", "model '%s' cannot be read: %s".formatted(model, e.getMessage()));
      } finally {
        delete(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lays the files of a model into a folder, which is made.
  ///
  /// @param model as [#pinned] gave it
  public void copy(Workspace workspace, String model, Path target) {
    try {
      Files.createDirectories(target);
      copy(folder(workspace, Reference.parse(model)), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a model from a folder that [#copy] has filled.
  public static ServedModel read(Path folder) throws IOException {
    JsonNode model = Json.parseYaml(Files.readString(folder.resolve(MODEL_FILE)));
    return model.path("flavors").has(OWN_FLAVOR) ? own(folder) : ForeignModel.load(folder);
  }

  private static ServedModel own(Path folder) throws IOException {
    return ForecastModel.isIn(folder)
        ? new ServedModel.Series(ForecastModel.load(folder))
        : ServedModel.of(TabularModel.load(folder));
  }

  /// Where a model lies, and by what names it is known.
  ///
  /// @param name of the registered model, else of its folder
  /// @param version of the registered model, else 1
  /// @param leaf last part of its address: `model`, or a file such as `model.pkl`
  public record Place(String name, String version, String leaf, BlobName blob) {}

  /// Where a model lies.
  ///
  /// @param model as [#pinned] gave it
  public Place place(Workspace workspace, String model) {
    Reference reference = Reference.parse(model);
    BlobName blob = folder(workspace, reference);
    String leaf = blob.fileName().equals("artifacts") ? "model" : blob.fileName();
    return switch (reference) {
      case Reference.ArmAsset(_, _, String name, String version) ->
          new Place(name, version, leaf, blob);
      case Reference.Asset(String name, String version) -> new Place(name, version, leaf, blob);
      case Reference other -> new Place(leaf, "1", leaf, blob);
    };
  }

  /// Copies a file, or a folder with all that is in it, to a new path.
  ///
  /// @throws Problem.NotFound when there is neither
  public void copyTo(BlobName source, Path target) {
    try {
      Optional<BlobStat> file = blobs.stat(source);
      if (file.isPresent()) {
        Files.createDirectories(target.getParent());
        try (InputStream content = blobs.open(source, 0, file.get().size())) {
          Files.copy(content, target);
        }
        return;
      }
      Files.createDirectories(target);
      copy(source, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder that a URI of a model means, as a datastore and a path in it.
  ///
  /// @throws Problem when it means none of this workspace
  public BlobName folder(Workspace workspace, String uri) {
    if (ArtifactUri.ownPath(uri).isPresent()) {
      return ArtifactUri.blob(workspace, uri, "");
    }
    return folder(workspace, Reference.parse(uri));
  }

  /// The folder of the model that a reference means.
  private BlobName folder(Workspace workspace, Reference reference) {
    return switch (reference) {
      case Reference.DatastorePath(String datastore, String path) ->
          Datastores.blob(workspace, datastore, path);
      case Reference.RunArtifact(String run, String path) -> artifact(workspace, run, path);
      case Reference.JobOutput(String job, String output, String path) -> {
        if (!output.equals("artifacts") && !output.equals("default")) {
          throw new Problem.Unsupported(
              "output '%s' of job '%s': this version knows the output 'artifacts'"
                  .formatted(output, job));
        }
        yield artifact(workspace, job, path);
      }
      case Reference.Asset asset -> registeredFolder(workspace, asset);
      case Reference.LabelledAsset asset -> registeredFolder(workspace, asset);
      case Reference.ArmAsset asset -> registeredFolder(workspace, asset);
      case Reference.ModelVersion version -> registeredFolder(workspace, version);
      case Reference.ModelAlias alias -> registeredFolder(workspace, alias);
      case Reference.LoggedModel(String id) ->
          ArtifactUri.blob(workspace, loggedModels.require(workspace, id).artifactUri(), "");
      case Reference.RegistryAsset _, Reference.Web _, Reference.Cloud _, Reference.LocalPath _ ->
          throw new Problem.Invalid(
              "model",
              "%s is not a model of this workspace: expected azureml:NAME:VERSION, models:/NAME/VERSION,"
                      .formatted(reference)
                  + " runs:/RUN/PATH or azureml://datastores/D/paths/P");
    };
  }

  private BlobName registeredFolder(Workspace workspace, Reference reference) {
    return folder(workspace, registry.resolve(workspace, reference).storageUri());
  }

  private BlobName artifact(Workspace workspace, String run, String path) {
    return ArtifactUri.blob(workspace, tracking.require(workspace, run).artifactUri(), path);
  }

  /// Whether any Python that has its libraries can load it.
  public boolean hasPythonFunction(Workspace workspace, String model) {
    return flavors(folder(workspace, Reference.parse(model)))
        .map(flavors -> flavors.has("python_function"))
        .orElse(false);
  }

  /// The flavors of the MLflow model in a folder; empty when there is no MLflow model.
  public Optional<ObjectNode> flavors(BlobName folder) {
    Optional<BlobStat> file = blobs.stat(folder.resolve(MODEL_FILE));
    if (file.isEmpty() || file.get().size() > MODEL_FILE_BYTES_MAX) {
      return Optional.empty();
    }
    try (InputStream content = blobs.open(file.get().name(), 0, file.get().size())) {
      JsonNode model = Json.parseYaml(new String(content.readAllBytes(), StandardCharsets.UTF_8));
      return model.path("flavors") instanceof ObjectNode flavors
          ? Optional.of(flavors)
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copy(BlobName folder, Path target) throws IOException {
    List<BlobStat> files = blobs.list(folder.container(), folder.path() + "/");
    if (files.isEmpty()) {
      throw new Problem.NotFound("there is nothing at '%s'".formatted(folder.path()));
    }
    long bytes = files.stream().mapToLong(BlobStat::size).sum();
    if (bytes > BYTES_MAX) {
      throw new Problem.TooLarge(
          "a model of more than %d bytes is not served".formatted(BYTES_MAX));
    }
    for (BlobStat file : files) {
      // a blob's name cannot leave its folder: BlobName has seen to that
      Path path = target.resolve(file.name().path().substring(folder.path().length() + 1));
      Files.createDirectories(path.getParent());
      try (InputStream content = blobs.open(file.name(), 0, file.size())) {
        Files.copy(content, path);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
