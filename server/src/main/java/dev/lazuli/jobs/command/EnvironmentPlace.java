package dev.lazuli.jobs.command;

import dev.lazuli.base.Json;
import dev.lazuli.environments.EnvironmentFile;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Cursor;
import dev.lazuli.schema.Form;
import dev.lazuli.schema.Node;
import dev.lazuli.schema.Output;
import dev.lazuli.schema.Wire;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a YAML file says of the environment: the name of one, or one in full, which is then told to
/// the other side as JSON.
public final class EnvironmentPlace {
  private EnvironmentPlace() {}

  /// How it is written.
  public static final Codec<String> CODEC =
      new Codec<>() {
        @Override
        public Optional<String> read(Node node, Cursor at) {
          return node instanceof Node.Named
              ? EnvironmentFile.DESCRIPTION
                  .read(node, at)
                  .map(file -> Wire.write(EnvironmentFile.DESCRIPTION, file).path("properties"))
                  .map(Json::text)
              : Codecs.text().read(node, at).filter(text -> !text.isBlank());
        }

        @Override
        public JsonNode write(String value, Output out) {
          return Json.tree(
              out.form() == Form.WIRE ? out.places().apply("environments", value) : value);
        }

        @Override
        public String expected(Form form) {
          return "the name of an environment, or keys such as image and conda_file";
        }
      };
}
