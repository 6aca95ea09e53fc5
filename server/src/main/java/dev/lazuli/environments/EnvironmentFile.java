package dev.lazuli.environments;

import static dev.lazuli.schema.Field.optional;

import dev.lazuli.base.Json;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Cursor;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Form;
import dev.lazuli.schema.Node;
import dev.lazuli.schema.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An environment as people describe it.
///
/// @param name empty for one of a job's own
/// @param version empty for the next one
/// @param image whose name tells the Python and, for Azure's ready ones, the packages
/// @param conda the content of a conda file; empty for none
public record EnvironmentFile(
    String name,
    String version,
    String description,
    Map<String, String> tags,
    String image,
    String conda) {

  /// A conda file, by its path or written out: its content.
  private static final Codec<String> CONDA =
      new Codec<>() {
        @Override
        public Optional<String> read(Node node, Cursor at) {
          if (at.form() == Form.WIRE) {
            return Codecs.text().read(node, at);
          }
          if (!(node instanceof Node.Value path)) {
            return Codecs.any().read(node, at).map(Json::text);
          }
          Path file =
              at.folder().orElse(Path.of("")).resolve(path.text().replaceFirst("^file:", ""));
          try {
            return Optional.of(Files.readString(file.normalize()));
          } catch (IOException e) {
            return at.report(node, "does not exist: no '%s'".formatted(file.normalize()), false);
          }
        }

        @Override
        public JsonNode write(String content, Output out) {
          return Json.tree(content);
        }

        @Override
        public String expected(Form form) {
          return "the path of a conda file, or its content";
        }
      };

  /// How it is written.
  public static final Description<EnvironmentFile> DESCRIPTION =
      Description.of(
          "environment",
          "What jobs run in: an image's name and a conda file.",
          fields -> {
            fields.passOver("$schema");
            var name =
                fields.add(
                    optional("name", Codecs.text(), "", EnvironmentFile::name)
                        .fromId(3)
                        .meaning("Its name."));
            var version =
                fields.add(
                    optional("version", Codecs.text(), "", EnvironmentFile::version)
                        .fromId(1)
                        .meaning("Its version; the next whole number when left out."));
            fields.answerOrigin("azureml:");
            fields.below("properties");
            var description =
                fields.add(
                    optional("description", Codecs.text(), "", EnvironmentFile::description)
                        .meaning("What it is for."));
            var tags =
                fields.add(
                    optional("tags", Codecs.texts(), Map.of(), EnvironmentFile::tags)
                        .meaning("Texts by name, to find it by."));
            var image =
                fields.add(
                    optional("image", Codecs.text(), "", EnvironmentFile::image)
                        .meaning("An image, whose name tells the Python; it is not run."));
            var conda =
                fields.add(
                    optional("conda_file", CONDA, "", EnvironmentFile::conda)
                        .meaning("The packages, as a conda file or its content."));
            fields.refuse("build", "is not done here: give an image and a conda_file");
            fields.refuse("inference_config", "is not done here: workers have their own server");
            for (String said :
                new String[] {
                  "os_type",
                  "properties",
                  "is_anonymous",
                  "is_archived",
                  "provisioning_state",
                  "environment_type"
                }) {
              fields.passOver(said);
            }
            return given -> {
              given.require(
                  !given.get(image).isEmpty() || !given.get(conda).isEmpty(),
                  image,
                  "%s is missing, and conda_file too: give one of them",
                  image);
              return new EnvironmentFile(
                  given.get(name),
                  given.get(version),
                  given.get(description),
                  given.get(tags),
                  given.get(image),
                  given.get(conda));
            };
          });
}
