package dev.lazuli.assets;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Cursor;
import dev.lazuli.schema.Form;
import dev.lazuli.schema.Node;
import dev.lazuli.schema.Output;
import dev.lazuli.schema.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A conda file: in YAML its path or its content, on the wire its text.
final class CondaText implements Codec<JsonNode> {
  static final Codec<JsonNode> CODEC = new CondaText();

  private static final Codec<JsonNode> FILE =
      Places.of("data").as(CondaText::content, JsonNode::asString);

  private CondaText() {}

  @Override
  public Optional<JsonNode> read(Node node, Cursor at) {
    if (node instanceof Node.Named) {
      return Codecs.any().read(node, at).map(Json::yaml).map(Json::tree);
    }
    return at.form() == Form.YAML
        ? FILE.read(node, at)
        : Codecs.text().read(node, at).map(Json::tree);
  }

  private static JsonNode content(String path) {
    try {
      return Json.tree(Files.readString(Path.of(path)));
    } catch (IOException e) {
      throw new Problem.Invalid(
          "conda_file", "cannot read '%s': %s".formatted(path, e.getMessage()));
    }
  }

  @Override
  public JsonNode write(JsonNode value, Output out) {
    return out.form() == Form.WIRE ? value : Json.parseYaml(value.asString());
  }

  @Override
  public String expected(Form form) {
    return "the path of a conda file, or its content";
  }
}
