package dev.lazuli.assets;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Cursor;
import dev.lazuli.schema.Form;
import dev.lazuli.schema.Node;
import dev.lazuli.schema.Output;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The environment of a component: a reference, or one without a name that is written in place.
final class EnvironmentText implements Codec<JsonNode> {
  static final Codec<JsonNode> CODEC = new EnvironmentText();

  private static final Set<String> KEYS = Set.of("image", "conda_file");

  private EnvironmentText() {}

  @Override
  public Optional<JsonNode> read(Node node, Cursor at) {
    if (!(node instanceof Node.Named named)) {
      return Codecs.text().read(node, at).map(Json::tree);
    }
    ObjectNode spec = Json.object();
    for (var member : named.members().entrySet()) {
      if (!KEYS.contains(member.getKey())) {
        throw new Problem.Unsupported(
            "environment.%s cannot be written in a component: use image and conda_file, or name an environment"
                .formatted(member.getKey()));
      }
      Cursor below = at.below(member.getKey());
      Optional<JsonNode> value =
          member.getKey().equals("image")
              ? Codecs.text().read(member.getValue(), below).map(Json::tree)
              : CondaText.CODEC.read(member.getValue(), below);
      value.ifPresent(it -> spec.set(member.getKey().equals("image") ? "image" : "condaFile", it));
    }
    return Optional.of(spec);
  }

  @Override
  public JsonNode write(JsonNode value, Output out) {
    return value;
  }

  @Override
  public String expected(Form form) {
    return "azureml:NAME:VERSION, or image and conda_file";
  }
}
