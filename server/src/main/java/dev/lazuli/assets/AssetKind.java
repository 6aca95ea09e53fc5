package dev.lazuli.assets;

import static dev.lazuli.assets.AssetField.any;
import static dev.lazuli.assets.AssetField.text;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Places;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The kinds of assets of which an owner keeps versions: a row has all there is to know of one.
///
/// From a row come the routes of its collection, the commands of its noun, its YAML and its page of
/// the reference.
public enum AssetKind {
  ENVIRONMENT(
      "environments",
      "environment",
      "What the process of a job runs in: an image, packages, variables.",
      "",
      List.of(
          text("image", "image", "A container image whose Python and packages are meant."),
          AssetField.of("conda_file", "condaFile", CondaText.CODEC)
              .meaning("Path of a conda file, or its content."),
          AssetField.of("build.path", "build.contextUri", place("data"))
              .meaning("Folder with a Dockerfile."),
          text("build.dockerfile_path", "build.dockerfilePath", "The Dockerfile in the folder."),
          text("os_type", "osType", "`linux` or `windows`."),
          any("inference_config", "inferenceConfig", "Routes of a server in the image.")),
      "image",
      "build"),
  COMPONENT(
      "components",
      "component",
      "A step that pipelines use again: a command with typed inputs and outputs.",
      "componentSpec",
      ComponentFields.ALL,
      "componentSpec"),
  CODE(
      "codes",
      "code",
      "The files of a job's code.",
      "",
      List.of(AssetField.of("path", "codeUri", place("data")).meaning("The folder with the code.")),
      "codeUri");

  private final String collection;
  private final String noun;
  private final String meaning;
  private final String group;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<AssetField> fields;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> needs;

  /// @param group the property that holds all fields on the wire; empty for the properties
  ///   themselves
  /// @param needs properties of which a version has at least one
  AssetKind(
      String collection,
      String noun,
      String meaning,
      String group,
      List<AssetField> fields,
      String... needs) {
    this.collection = collection;
    this.noun = noun;
    this.meaning = meaning;
    this.group = group;
    this.fields = fields;
    this.needs = List.of(needs);
  }

  /// The kind of a collection in an ARM id, in any case.
  public static Optional<AssetKind> ofCollection(String word) {
    for (AssetKind kind : values()) {
      if (kind.collection.equalsIgnoreCase(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /// Azure's word for all of them, as in an ARM id.
  public String collection() {
    return collection;
  }

  /// What one of them is called; also the word of its commands.
  public String noun() {
    return noun;
  }

  /// What it is, in a sentence.
  public String meaning() {
    return meaning;
  }

  /// How a version of it is written.
  public Description<AssetDocument> description() {
    return AssetDocument.describe(noun, meaning, group, fields);
  }

  /// Checks what a version is.
  ///
  /// @throws Problem.Invalid naming what is missing
  void check(ObjectNode spec) {
    if (needs.stream().noneMatch(spec::hasNonNull)) {
      throw new Problem.Invalid(
          needs.getFirst(),
          "properties.%s is missing".formatted(String.join(" or properties.", needs)));
    }
  }

  private static Codec<JsonNode> place(String kind) {
    return Places.of(kind).as(Json::tree, JsonNode::asString);
  }

  /// The kind that people call so.
  public static AssetKind ofNoun(String noun) {
    for (AssetKind kind : values()) {
      if (kind.noun.equals(noun)) {
        return kind;
      }
    }
    throw new IllegalStateException("no kind of asset is called " + noun);
  }
}
