package dev.lazuli.environments;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.assets.AssetKind;
import dev.lazuli.assets.AssetVersion;
import dev.lazuli.assets.Assets;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// The environments that jobs run in: what a reference means, and the folder that has it ready.
public final class Environments {
  private final Assets assets;
  private final Venvs venvs;
  private final Clock clock;

  /// @param home folder that holds what is built
  /// @param surroundings the environment of the server: its PATH and the settings of package
  ///   indexes
  public Environments(Assets assets, Path home, Map<String, String> surroundings, Clock clock) {
    this.assets = assets;
    this.venvs = new Venvs(home, surroundings, clock);
    this.clock = clock;
  }

  /// A built environment.
  ///
  /// @param key the hash of what it holds
  /// @param used when a job last asked for it
  public record Built(String key, String python, List<String> packages, Instant used, long bytes) {}

  /// Checks that a reference names an environment that can be had here.
  ///
  /// @param reference an ARM id, `azureml:NAME:VERSION`, `azureml:NAME@latest`, or the name of one
  ///   of Azure's ready environments in any of its forms
  /// @throws Problem.NotFound when there is none of that name
  /// @throws Problem.Unsupported when it has no counterpart here
  public void check(Workspace workspace, String reference) {
    requirements(workspace, reference);
  }

  /// The folder of a Python environment that has what the reference asks for.
  ///
  /// @param log hears what is done, line by line
  /// @throws Problem.Invalid naming the requirement that cannot be had
  public Path obtain(Workspace workspace, String reference, Consumer<String> log)
      throws InterruptedException {
    return venvs.obtain(requirements(workspace, reference), log);
  }

  /// The environments that are built, the one used last first.
  public List<Built> built() {
    return venvs.list().stream()
        .map(one -> new Built(one.key(), one.python(), one.packages(), one.used(), one.bytes()))
        .toList();
  }

  /// Removes the built environments that no job has asked for in this time; returns their keys.
  public List<String> prune(Duration unusedFor) {
    return venvs.prune(clock.instant().minus(unusedFor));
  }

  /// What an environment holds, in the words of pip; for whoever looks.
  public Requirements requirements(Workspace workspace, String reference) {
    return switch (Reference.parse(reference)) {
      case Reference.ArmAsset(_, String kind, String name, String version)
          when kind.equalsIgnoreCase(AssetKind.ENVIRONMENT.collection()) ->
          requirements(assets.require(workspace, AssetKind.ENVIRONMENT, name, version));
      case Reference.Asset(String name, String version) -> named(workspace, name, version);
      case Reference.LabelledAsset(String name, String label) -> named(workspace, name, label);
      case Reference.RegistryAsset(_, String kind, String name, String version)
          when kind.equals("environments") ->
          named(workspace, name, version.replace("@", ""));
      default ->
          throw new Problem.Invalid(
              "environment",
              reference,
              "azureml:NAME:VERSION, azureml:NAME@latest, or an image with a conda_file");
    };
  }

  private Requirements named(Workspace workspace, String name, String version) {
    Optional<AssetVersion> own = assets.find(workspace, AssetKind.ENVIRONMENT, name, version);
    if (own.isPresent()) {
      return requirements(own.get());
    }
    return CuratedTable.find(name)
        .orElseGet(
            () -> requirements(assets.require(workspace, AssetKind.ENVIRONMENT, name, version)));
  }

  private static Requirements requirements(AssetVersion asset) {
    ObjectNode spec = asset.spec();
    if (spec.has("build")) {
      throw new Problem.Unsupported(
          "environment '%s' is built from a Dockerfile, which is not done here: give an image and a"
                  .formatted(asset.title())
              + " conda_file");
    }
    Requirements image = CuratedTable.image(spec.path("image").asString(""));
    String conda = spec.path("condaFile").asString("");
    if (conda.isBlank()) {
      return image;
    }
    Requirements file = CondaFile.read(conda);
    List<String> notes = new ArrayList<>(image.notes());
    notes.addAll(file.notes());
    return new Requirements(
        file.python().isEmpty() ? image.python() : file.python(), file.packages(), notes);
  }
}
