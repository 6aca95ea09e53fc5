package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.registry.ModelVersion;
import dev.lazuli.registry.RegisteredModel;
import tools.jackson.databind.node.ObjectNode;

/// The JSON of the registry on the wire.
final class RegistryShapes {
  private RegistryShapes() {}

  static ObjectNode model(RegisteredModel model) {
    ObjectNode node =
        Json.object()
            .put("name", model.name())
            .put("creation_timestamp", model.createdMs())
            .put("last_updated_timestamp", model.updatedMs());
    Shapes.putText(node, "description", model.description());
    if (!model.latest().isEmpty()) {
      var versions = node.putArray("latest_versions");
      model.latest().forEach(version -> versions.add(version(version)));
    }
    Shapes.tags(node, model.tags());
    if (!model.aliases().isEmpty()) {
      var aliases = node.putArray("aliases");
      for (RegisteredModel.Alias alias : model.aliases()) {
        aliases
            .addObject()
            .put("alias", alias.alias())
            .put("version", String.valueOf(alias.version()));
      }
    }
    return node;
  }

  static ObjectNode version(ModelVersion version) {
    ObjectNode node =
        Json.object()
            .put("name", version.name())
            .put("version", String.valueOf(version.version()))
            .put("creation_timestamp", version.createdMs())
            .put("last_updated_timestamp", version.updatedMs());
    Shapes.putText(node, "user_id", version.userId());
    node.put("current_stage", version.stage().text()).put("description", version.description());
    node.put("source", version.source());
    node.put("run_id", version.runId()).put("status", "READY");
    Shapes.tags(node, version.tags());
    node.put("run_link", version.runLink());
    if (!version.aliases().isEmpty()) {
      var aliases = node.putArray("aliases");
      version.aliases().forEach(aliases::add);
    }
    Shapes.putText(node, "model_id", version.modelId());
    return node;
  }
}
