package dev.lazuli.tracking;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A model that a run has made, with its files, before or without being registered.
///
/// @param key its number in the database
/// @param modelType empty for none
/// @param sourceRunId empty for none
/// @param metrics the latest point of each metric, dataset and run
public record LoggedModel(
    long key,
    String id,
    String experimentId,
    String name,
    String artifactUri,
    Status status,
    String statusMessage,
    String modelType,
    String sourceRunId,
    boolean deleted,
    long createdMs,
    long updatedMs,
    List<Tag> tags,
    List<Param> params,
    List<ModelMetric> metrics) {

  /// Whether its files are complete.
  public enum Status {
    PENDING,
    READY,
    UPLOAD_FAILED;

    /// The status of that name, with or without its prefix on the wire.
    public static Optional<Status> find(String name) {
      String bare = name.toUpperCase(Locale.ROOT).replace("LOGGED_MODEL_", "");
      for (Status status : values()) {
        if (status.name().equals(bare)) {
          return Optional.of(status);
        }
      }
      return Optional.empty();
    }
  }

  /// A point of a metric of the model.
  ///
  /// @param datasetName empty for none
  /// @param runId the run that logged it
  public record ModelMetric(
      Metric metric, String datasetName, String datasetDigest, String runId) {}

  LoggedModel with(List<Tag> newTags, List<Param> newParams, List<ModelMetric> newMetrics) {
    return new LoggedModel(
        key,
        id,
        experimentId,
        name,
        artifactUri,
        status,
        statusMessage,
        modelType,
        sourceRunId,
        deleted,
        createdMs,
        updatedMs,
        List.copyOf(newTags),
        List.copyOf(newParams),
        List.copyOf(newMetrics));
  }
}
