package dev.lazuli.jobs;

import java.util.Map;

/// What people call a job; may change at any time.
///
/// @param experiment the experiment that its run is in; does not change
public record JobLabels(
    String experiment,
    String displayName,
    String description,
    Map<String, String> tags,
    Map<String, String> properties,
    boolean archived) {

  /// Labels whose maps do not change.
  public JobLabels {
    tags = Map.copyOf(tags);
    properties = Map.copyOf(properties);
  }

  /// The same, shown or hidden.
  public JobLabels withArchived(boolean hidden) {
    return new JobLabels(experiment, displayName, description, tags, properties, hidden);
  }

  /// The same with other tags.
  public JobLabels withTags(Map<String, String> others) {
    return new JobLabels(experiment, displayName, description, others, properties, archived);
  }

  /// The same with other properties.
  public JobLabels withProperties(Map<String, String> others) {
    return new JobLabels(experiment, displayName, description, tags, others, archived);
  }

  /// The same under another name.
  public JobLabels withDisplayName(String name) {
    return new JobLabels(experiment, name, description, tags, properties, archived);
  }

  /// The same with another description.
  public JobLabels withDescription(String text) {
    return new JobLabels(experiment, displayName, text, tags, properties, archived);
  }
}
