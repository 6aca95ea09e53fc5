package dev.lazuli.data;

import java.time.Instant;
import java.util.Map;

/// One version of a data asset.
///
/// @param contentHash SHA-256 of the content when it was registered, 64 hexadecimal digits; empty
///   when the content was not there yet or lies elsewhere
public record DataVersion(
    long id,
    String name,
    String version,
    DataType type,
    String uri,
    String description,
    Map<String, String> tags,
    Map<String, String> properties,
    boolean isAnonymous,
    boolean isArchived,
    String contentHash,
    Instant created,
    Instant modified) {
  /// How references write it: `azureml:name:version`.
  public String reference() {
    return "azureml:%s:%s".formatted(name, version);
  }
}
