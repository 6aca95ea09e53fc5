package dev.lazuli.assets;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.base.Json;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Field;
import dev.lazuli.schema.Fields;
import dev.lazuli.schema.Given;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// A version of an asset as people describe it.
///
/// @param version empty for the next one
/// @param spec what it is, as the wire has it
public record AssetDocument(
    String name,
    String version,
    ObjectNode spec,
    String description,
    Map<String, String> tags,
    Map<String, String> properties,
    boolean isAnonymous,
    boolean isArchived) {
  private static final JsonNode ABSENT = MissingNode.getInstance();

  /// How versions of a kind are written.
  ///
  /// @param group the property that holds all fields on the wire; empty for the properties
  ///   themselves
  static Description<AssetDocument> describe(
      String noun, String meaning, String group, List<AssetField> rows) {
    return Description.of(
        noun,
        meaning,
        fields -> {
          fields.passOver("$schema");
          var name =
              fields.add(
                  required("name", Codecs.text(), AssetDocument::name)
                      .fromId(3)
                      .meaning("Its name."));
          var version =
              fields.add(
                  optional("version", Codecs.text(), "", AssetDocument::version)
                      .fromId(1)
                      .meaning("Its version; the next whole number when left out."));
          fields.answerOrigin("");
          fields.below("properties");
          Content content = new Content(fields, group, rows);
          var description =
              fields.add(
                  optional("description", Codecs.text(), "", AssetDocument::description)
                      .meaning("What it is for."));
          var tags =
              fields.add(
                  standard("tags", Codecs.texts(), Map.of(), AssetDocument::tags)
                      .meaning("Texts by name, to find it by."));
          var properties =
              fields.add(
                  standard("properties", Codecs.texts(), Map.of(), AssetDocument::properties)
                      .meaning("Texts by name, for programs."));
          var anonymous =
              fields.add(
                  standard("is_anonymous", Codecs.truth(), false, AssetDocument::isAnonymous)
                      .onlyOnWire());
          var archived =
              fields.add(
                  standard("is_archived", Codecs.truth(), false, AssetDocument::isArchived)
                      .onlyOnWire());
          for (String answer : List.of("provisioningState", "environmentType", "stage")) {
            fields.passOver(answer);
          }
          return given ->
              new AssetDocument(
                  given.get(name),
                  given.get(version),
                  content.spec(given),
                  given.get(description),
                  given.get(tags),
                  given.get(properties),
                  given.get(anonymous),
                  given.get(archived));
        });
  }

  /// The fields that only this kind has, by their paths on the wire.
  private static final class Content {
    private final Map<String, Field<AssetDocument, JsonNode>> byPath = new LinkedHashMap<>();

    Content(Fields<AssetDocument> fields, String group, List<AssetField> rows) {
      for (AssetField row : rows) {
        String path = group.isEmpty() ? row.wire() : group + "." + row.wire();
        byPath.put(
            path,
            fields.add(
                optional(row.yaml(), row.codec(), ABSENT, (AssetDocument it) -> it.at(path))
                    .wire(path)
                    .meaning(row.meaning())));
      }
    }

    ObjectNode spec(Given given) {
      ObjectNode spec = Json.object();
      byPath.forEach((path, field) -> {
        JsonNode value = given.get(field);
        if (!value.isMissingNode()) {
          put(spec, path, value);
        }
      });
      return spec;
    }
  }

  private JsonNode at(String path) {
    JsonNode value = spec;
    for (String key : path.split("\\.", -1)) {
      value = value.path(key);
    }
    return value;
  }

  private static void put(ObjectNode spec, String path, JsonNode value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      spec.set(path, value);
    } else {
      put(spec.withObject("/" + path.substring(0, dot)), path.substring(dot + 1), value);
    }
  }
}
