package dev.lazuli.schema;

/// The two ways in which a resource is written.
public enum Form {
  /// A YAML file and what commands print: snake_case, flat, durations in seconds or minutes.
  YAML,
  /// The bodies of Azure's REST protocol: camelCase, nested, durations in ISO 8601.
  WIRE
}
