package dev.lazuli.tracking;

import java.util.List;
import java.util.Optional;

/// A run with what was logged to it.
///
/// @param metrics the latest point of each
public record RunData(
    Run run,
    List<Metric> metrics,
    List<Param> params,
    List<Tag> tags,
    List<DatasetInput> datasets,
    List<ModelLink> modelInputs,
    List<ModelLink> modelOutputs) {

  /// A logged model that a run has read or made.
  ///
  /// @param step of the run at which it was made; 0 for inputs
  public record ModelLink(String modelId, long step) {}

  /// The value of a tag.
  public Optional<String> tag(String key) {
    return tags.stream().filter(tag -> tag.key().equals(key)).map(Tag::value).findFirst();
  }

  /// The latest point of a metric.
  public Optional<Metric> metric(String key) {
    return metrics.stream().filter(metric -> metric.key().equals(key)).findFirst();
  }
}
