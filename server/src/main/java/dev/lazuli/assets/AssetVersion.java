package dev.lazuli.assets;

import dev.lazuli.base.Trail;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// One version of an asset.
///
/// @param id its number in the database
/// @param version a text, such as `1` or `2024.1`
/// @param spec what it is, as Azure's clients send it, without labels; never changes
public record AssetVersion(
    long id,
    AssetKind kind,
    String name,
    String version,
    ObjectNode spec,
    Labels labels,
    Trail trail) {

  /// What people say of it; may change at any time.
  ///
  /// @param isAnonymous whether a job made it in passing, without a name of its own
  public record Labels(
      String description,
      Map<String, String> tags,
      Map<String, String> properties,
      boolean isAnonymous,
      boolean isArchived) {
    /// Labels whose parts do not change.
    public Labels {
      tags = Map.copyOf(tags);
      properties = Map.copyOf(properties);
    }

    /// Nothing was said.
    public static Labels none() {
      return new Labels("", Map.of(), Map.of(), false, false);
    }
  }

  /// `name:version`.
  public String title() {
    return name + ":" + version;
  }
}
