package dev.lazuli.data;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Form;
import dev.lazuli.schema.Places;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A version of a data asset as people describe it.
///
/// @param version empty for the next one
/// @param path where the data lies: a local path, an address or a reference
/// @param isAnonymous whether a job made it in passing, without a name of its own
public record DataAsset(
    String name,
    String version,
    DataType type,
    String path,
    String description,
    Map<String, String> tags,
    Map<String, String> properties,
    boolean isAnonymous,
    boolean isArchived) {
  private static final Codec<DataType> TYPE =
      Codecs.oneOf(List.of(DataType.values()), DataType::word);

  /// How it is written.
  public static final Description<DataAsset> DESCRIPTION =
      Description.of(
          "data asset",
          "A file, folder or table that jobs read, under a name and a version.",
          fields -> {
            fields.passOver("$schema");
            var name =
                fields.add(
                    required("name", Codecs.text(), DataAsset::name)
                        .fromId(3)
                        .meaning("Its name."));
            var version =
                fields.add(
                    optional("version", Codecs.text(), "", DataAsset::version)
                        .fromId(1)
                        .meaning("Its version; the next whole number when left out."));
            fields.answerOrigin("");
            fields.below("properties");
            var type =
                fields.add(
                    standard("type", TYPE, DataType.URI_FOLDER, DataAsset::type)
                        .wire("dataType")
                        .meaning("What `path` is; by default what lies there tells."));
            var path =
                fields.add(
                    required("path", Places.of("data"), DataAsset::path)
                        .wire("dataUri")
                        .meaning(
                            "A path relative to the file, which is uploaded, or an address such as"
                                + " `https://`, `azureml://datastores/` or `wasbs://`."));
            var description =
                fields.add(
                    optional("description", Codecs.text(), "", DataAsset::description)
                        .meaning("What it holds."));
            var tags =
                fields.add(
                    standard("tags", Codecs.texts(), Map.of(), DataAsset::tags)
                        .meaning("Texts by name, to find it by."));
            var properties =
                fields.add(
                    standard("properties", Codecs.texts(), Map.of(), DataAsset::properties)
                        .meaning("Texts by name, for programs."));
            var anonymous =
                fields.add(
                    standard("is_anonymous", Codecs.truth(), false, DataAsset::isAnonymous)
                        .onlyOnWire());
            var archived =
                fields.add(
                    standard("is_archived", Codecs.truth(), false, DataAsset::isArchived)
                        .onlyOnWire());
            fields.refuse("auto_delete_setting", "is not done here: nothing is deleted by itself");
            fields.answer(
                "content_hash",
                "properties.contentHash",
                Codecs.text(),
                "SHA-256 of the content when it was registered.");
            return given ->
                new DataAsset(
                    given.get(name),
                    given.get(version),
                    given.form() == Form.WIRE || given.has(type)
                        ? given.get(type)
                        : typeOf(given.get(path)),
                    given.get(path),
                    given.get(description),
                    given.get(tags),
                    given.get(properties),
                    given.get(anonymous),
                    given.get(archived));
          });

  /// What lies at a path, or what an address looks like.
  private static DataType typeOf(String path) {
    if (path.contains("://")) {
      return path.matches("(?i).*\\.[a-z0-9]{2,8}") ? DataType.URI_FILE : DataType.URI_FOLDER;
    }
    try {
      Path local = Path.of(path);
      if (Files.isRegularFile(local)) {
        return DataType.URI_FILE;
      }
      return Files.exists(local.resolve("MLTable")) ? DataType.MLTABLE : DataType.URI_FOLDER;
    } catch (InvalidPathException e) {
      return DataType.URI_FOLDER;
    }
  }

  /// A version that exists.
  public static DataAsset of(DataVersion version) {
    return new DataAsset(
        version.name(),
        version.version(),
        version.type(),
        version.uri(),
        version.description(),
        version.tags(),
        version.properties(),
        version.isAnonymous(),
        version.isArchived());
  }

  /// What the features make of it.
  public DataDraft draft() {
    return new DataDraft(type, path, description, tags, properties, isAnonymous, isArchived);
  }
}
