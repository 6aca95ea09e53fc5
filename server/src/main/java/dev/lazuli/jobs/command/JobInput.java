package dev.lazuli.jobs.command;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;

import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Cursor;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Form;
import dev.lazuli.schema.Node;
import dev.lazuli.schema.Output;
import dev.lazuli.schema.Places;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is given to a job under a name.
public sealed interface JobInput {
  /// A value, which goes into the command as it is.
  record Literal(String text) implements JobInput {
    private static final Codec<Literal> BARE = Codecs.text().as(Literal::new, Literal::text);

    private static final Description<Literal> DESCRIPTION =
        Description.of(
            "literal input",
            "A value, which goes into the command as it is.",
            fields -> {
              var value = fields.add(required("value", Codecs.text(), Literal::text));
              fields.passOver("type");
              fields.passOver("job_input_type");
              return given -> new Literal(given.get(value));
            });
  }

  /// Files, of which the command gets the path.
  ///
  /// @param type Azure's word, such as `uri_folder`
  /// @param path where they lie
  /// @param mode Azure's word on the wire, such as `ReadOnlyMount`; empty for the usual one
  record Files(String type, String path, String mode) implements JobInput {
    private static final List<String> MODELS =
        List.of("mlflow_model", "custom_model", "triton_model");
    private static final List<String> TYPES =
        List.of(
            "uri_file", "uri_folder", "mltable", "mlflow_model", "custom_model", "triton_model");

    private static Description<Files> description(String kind) {
      return Description.of(
          "file input",
          "Files, of which the command gets the path.",
          fields -> {
            var type =
                fields.add(
                    optional("type", Codecs.word(TYPES), "uri_folder", Files::type)
                        .wire("jobInputType")
                        .meaning("What they are."));
            var path =
                fields.add(
                    required("path", Places.of(kind), Files::path)
                        .wire("uri")
                        .meaning(
                            "Where they lie: a local path, an asset, a datastore path, a URL."));
            var mode =
                fields.add(
                    optional("mode", MODES, "", Files::mode).meaning("How the command gets them."));
            fields.passOver("description");
            return given -> new Files(given.get(type), given.get(path), given.get(mode));
          });
    }

    private static final Description<Files> DATA = description("data");
    private static final Description<Files> MODEL = description("models");

    private static Description<Files> of(String type) {
      return MODELS.contains(type.toLowerCase(Locale.ROOT)) ? MODEL : DATA;
    }
  }

  /// The ways of getting files, in YAML and on the wire.
  enum Mode {
    RO_MOUNT("ReadOnlyMount"),
    RW_MOUNT("ReadWriteMount"),
    DOWNLOAD("Download"),
    UPLOAD("Upload"),
    DIRECT("Direct"),
    EVAL_MOUNT("EvalMount"),
    EVAL_DOWNLOAD("EvalDownload");

    private final String wire;

    Mode(String wire) {
      this.wire = wire;
    }

    String wire() {
      return wire;
    }
  }

  /// How modes are written.
  Codec<String> MODES =
      Codecs.oneOf(List.of(Mode.values()), mode -> mode.name().toLowerCase(Locale.ROOT), Mode::wire)
          .as(
              Mode::wire,
              word ->
                  List.of(Mode.values()).stream()
                      .filter(mode -> mode.wire().equals(word))
                      .findFirst()
                      .orElse(Mode.RO_MOUNT));

  /// Azure's word on the wire for a mode of YAML; empty for none.
  static String wireMode(String word) {
    for (Mode mode : Mode.values()) {
      if (mode.name().equalsIgnoreCase(word) || mode.wire().equals(word)) {
        return mode.wire();
      }
    }
    return "";
  }

  /// How inputs are written: a value by itself, or keys that say what and where files are.
  Codec<JobInput> CODEC =
      new Codec<>() {
        @Override
        public Optional<JobInput> read(Node node, Cursor at) {
          if (!(node instanceof Node.Named named)) {
            return Literal.BARE.read(node, at).map(value -> value);
          }
          String type =
              text(named, "type").or(() -> text(named, "jobInputType")).orElse("uri_folder");
          boolean isLiteral =
              named.members().containsKey("value")
                  || List.of("literal", "string", "number", "integer", "boolean").contains(type);
          return isLiteral
              ? Literal.DESCRIPTION.read(without(named), at).map(value -> value)
              : Files.of(type).read(node, at).map(value -> value);
        }

        @Override
        public JsonNode write(JobInput input, Output out) {
          return switch (input) {
            case Literal literal when out.form() == Form.YAML -> Literal.BARE.write(literal, out);
            case Literal literal -> {
              ObjectNode written = Literal.DESCRIPTION.write(literal, out);
              yield written.put("jobInputType", "literal");
            }
            case Files files -> Files.of(files.type()).write(files, out);
          };
        }

        @Override
        public String expected(Form form) {
          return "a value, or keys such as type and path";
        }
      };

  private static Node.Named without(Node.Named named) {
    var members = new LinkedHashMap<>(named.members());
    members.remove("jobInputType");
    members.remove("type");
    members.remove("description");
    return new Node.Named(members, named.place());
  }

  private static Optional<String> text(Node.Named named, String key) {
    return named.members().get(key) instanceof Node.Value value
        ? Optional.of(value.text())
        : Optional.empty();
  }
}
