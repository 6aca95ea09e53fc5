package dev.lazuli.assets;

import dev.lazuli.base.Json;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import tools.jackson.databind.JsonNode;

/// One field of a kind of asset.
///
/// @param yaml its path in YAML, such as `build.path`
/// @param wire its path in the version's properties, such as `build.contextUri`
public record AssetField(String yaml, String wire, Codec<JsonNode> codec, String meaning) {
  private static final Codec<JsonNode> TEXT = Codecs.text().as(Json::tree, JsonNode::asString);

  /// A field with values of its own.
  public static AssetField of(String yaml, String wire, Codec<JsonNode> codec) {
    return new AssetField(yaml, wire, codec, "");
  }

  /// A text.
  public static AssetField text(String yaml, String wire, String meaning) {
    return new AssetField(yaml, wire, TEXT, meaning);
  }

  /// Anything, kept as it is.
  public static AssetField any(String yaml, String wire, String meaning) {
    return new AssetField(yaml, wire, Codecs.any(), meaning);
  }

  /// The same with what it means, for the reference.
  public AssetField meaning(String words) {
    return new AssetField(yaml, wire, codec, words);
  }
}
