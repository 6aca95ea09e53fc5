package dev.lazuli.endpoints;

import dev.lazuli.artifacts.Datastores;
import dev.lazuli.artifacts.Reference;
import dev.lazuli.artifacts.StorageAccount;
import dev.lazuli.assets.AssetKind;
import dev.lazuli.assets.AssetVersion;
import dev.lazuli.assets.Assets;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.BlobName;
import java.net.URI;
import java.util.Optional;

/// Where the code and the environment that a deployment names lie.
public final class CodePlaces {
  private final Assets assets;

  public CodePlaces(Assets assets) {
    this.assets = assets;
  }

  /// What an environment holds.
  sealed interface Environment {
    /// The text of a conda file; empty for an image alone.
    record Text(String conda) implements Environment {}

    /// A conda file or requirements that were uploaded.
    record File(BlobName blob) implements Environment {}
  }

  /// The folder of code that a reference means.
  ///
  /// @throws Problem when it means none of this workspace
  BlobName code(Workspace workspace, String reference) {
    Reference parsed = Reference.parse(reference);
    if (parsed instanceof Reference.ArmAsset(_, _, String name, String version)) {
      AssetVersion code = assets.require(workspace, AssetKind.CODE, name, version);
      return folder(workspace, Reference.parse(code.spec().path("codeUri").asString("")));
    }
    if (parsed instanceof Reference.Asset(String name, String version)) {
      AssetVersion code = assets.require(workspace, AssetKind.CODE, name, version);
      return folder(workspace, Reference.parse(code.spec().path("codeUri").asString("")));
    }
    return folder(workspace, parsed);
  }

  private static BlobName folder(Workspace workspace, Reference place) {
    if (place instanceof Reference.DatastorePath(String datastore, String path)) {
      return Datastores.blob(workspace, datastore, path);
    }
    if (place instanceof Reference.Web(URI address)) {
      Optional<BlobName> own = StorageAccount.find(address);
      if (own.isPresent()) {
        return own.get();
      }
    }
    throw new Problem.Invalid(
        "code", place, "azureml://datastores/D/paths/P, or code of this workspace");
  }

  /// The environment that a reference means.
  ///
  /// @throws Problem when it means none of this workspace
  Environment environment(Workspace workspace, String reference) {
    return switch (Reference.parse(reference)) {
      case Reference.ArmAsset(_, _, String name, String version) -> text(workspace, name, version);
      case Reference.Asset(String name, String version) -> text(workspace, name, version);
      case Reference.LabelledAsset(String name, String label) -> text(workspace, name, label);
      case Reference other -> new Environment.File(folder(workspace, other));
    };
  }

  private Environment text(Workspace workspace, String name, String version) {
    AssetVersion environment = assets.require(workspace, AssetKind.ENVIRONMENT, name, version);
    if (environment.spec().has("build")) {
      throw new Problem.Unsupported(
          "environment '%s' is built from a Dockerfile, which is not done here: give an image and a conda_file"
              .formatted(environment.title()));
    }
    return new Environment.Text(environment.spec().path("condaFile").asString(""));
  }
}
