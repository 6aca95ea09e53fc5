package dev.lazuli.azureml;

import dev.lazuli.artifacts.Datastores;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.models.ModelFiles;
import dev.lazuli.registry.ModelVersion;
import dev.lazuli.registry.RegisteredModel;
import dev.lazuli.registry.Registry;
import dev.lazuli.registry.Stage;
import dev.lazuli.store.BlobName;
import dev.lazuli.tracking.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Registered models and their versions in ARM's shape.
///
/// An archived version is one in MLflow's stage `Archived`. What MLflow has no word for is kept in
/// tags that start with `azureml.`.
final class ModelShapes {
  static final String PROPERTIES_TAG = "azureml.properties";
  static final String ANONYMOUS_TAG = "azureml.isAnonymous";
  static final String ARCHIVED_TAG = "azureml.isArchived";
  private static final String OWN_TAGS = "azureml.";

  private final Registry registry;
  private final ModelFiles files;

  ModelShapes(Registry registry, ModelFiles files) {
    this.registry = registry;
    this.files = files;
  }

  static boolean isArchived(RegisteredModel model) {
    return tag(model.tags(), ARCHIVED_TAG).equals("true");
  }

  static boolean isArchived(ModelVersion version) {
    return version.stage() == Stage.ARCHIVED;
  }

  private static String tag(List<Tag> tags, String key) {
    return tags.stream()
        .filter(tag -> tag.key().equals(key))
        .map(Tag::value)
        .findFirst()
        .orElse("");
  }

  private static ObjectNode shown(List<Tag> tags) {
    ObjectNode shown = Json.object();
    for (Tag tag : tags) {
      if (!tag.key().startsWith(OWN_TAGS)) {
        shown.put(tag.key(), tag.value());
      }
    }
    return shown;
  }

  ObjectNode resource(Workspace workspace, RegisteredModel model) {
    ObjectNode properties = Json.object();
    properties.put("description", model.description());
    properties.set("tags", shown(model.tags()));
    properties.putObject("properties");
    properties.put("isArchived", isArchived(model));
    model.latest().stream()
        .mapToLong(ModelVersion::version)
        .max()
        .ifPresentOrElse(
            latest -> properties.put("latestVersion", Long.toString(latest)),
            () -> properties.putNull("latestVersion"));
    properties.put("nextVersion", Long.toString(registry.nextVersion(workspace, model.name())));
    return Arm.resource(
        workspace,
        "models/" + model.name(),
        properties,
        Instant.ofEpochMilli(model.createdMs()),
        Instant.ofEpochMilli(model.updatedMs()));
  }

  ObjectNode resource(Workspace workspace, ModelVersion version) {
    ObjectNode properties = Json.object();
    properties.put("description", version.description());
    properties.set("tags", shown(version.tags()));
    String kept = tag(version.tags(), PROPERTIES_TAG);
    properties.set("properties", kept.isEmpty() ? Json.object() : Json.parse(kept));
    properties.put("isArchived", isArchived(version));
    properties.put("isAnonymous", tag(version.tags(), ANONYMOUS_TAG).equals("true"));
    properties.put("modelType", version.modelType());
    Optional<BlobName> folder = findFolder(workspace, version);
    properties.put(
        "modelUri", folder.map(name -> longUri(workspace, name)).orElseGet(version::storageUri));
    properties.set("flavors", flavors(folder));
    properties.put("provisioningState", "Succeeded");
    if (!version.runId().isEmpty()) {
      properties.put("jobName", version.runId());
    }
    return Arm.resource(
        workspace,
        "models/%s/versions/%d".formatted(version.name(), version.version()),
        properties,
        Instant.ofEpochMilli(version.createdMs()),
        Instant.ofEpochMilli(version.updatedMs()));
  }

  /// The folder of the version, when it lies in this workspace.
  private Optional<BlobName> findFolder(Workspace workspace, ModelVersion version) {
    try {
      return Optional.of(files.folder(workspace, version.storageUri()));
    } catch (Problem e) {
      return Optional.empty(); // it lies in foreign storage, or its run is gone
    }
  }

  private static String longUri(Workspace workspace, BlobName folder) {
    String datastore =
        folder.container().equals(Datastores.container(workspace, Datastores.ARTIFACT_STORE))
            ? Datastores.ARTIFACT_STORE
            : Datastores.BLOB_STORE;
    return Datastores.longUri(workspace, datastore, folder.path());
  }

  /// The flavors as ARM shapes them: strings below `data`. Clients need an object, if an empty one.
  private ObjectNode flavors(Optional<BlobName> folder) {
    ObjectNode shaped = Json.object();
    Optional<ObjectNode> flavors = folder.flatMap(files::flavors);
    if (flavors.isPresent()) {
      for (Map.Entry<String, JsonNode> flavor : flavors.get().properties()) {
        ObjectNode data = shaped.putObject(flavor.getKey()).putObject("data");
        for (Map.Entry<String, JsonNode> entry : flavor.getValue().properties()) {
          JsonNode value = entry.getValue();
          data.put(entry.getKey(), value.isValueNode() ? value.asString("") : Json.text(value));
        }
      }
    }
    return shaped;
  }
}
