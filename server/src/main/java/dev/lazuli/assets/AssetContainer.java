package dev.lazuli.assets;

import dev.lazuli.base.Trail;
import java.util.Map;

/// An asset with all its versions.
///
/// @param id its number in the database
/// @param latestVersion the version made last; empty when there is none
/// @param nextVersion the version that the next one gets when it is given none
public record AssetContainer(
    long id,
    AssetKind kind,
    String name,
    String description,
    Map<String, String> tags,
    Map<String, String> properties,
    boolean isArchived,
    String latestVersion,
    long nextVersion,
    Trail trail) {
  /// A container whose parts do not change.
  public AssetContainer {
    tags = Map.copyOf(tags);
    properties = Map.copyOf(properties);
  }
}
