package dev.lazuli.tracking;

import java.util.List;

/// A named group of runs.
///
/// @param key its number in the database
/// @param id its id in its workspace: a whole number as text
/// @param artifactLocation URI below which its runs keep their artifacts
/// @param tags by key
public record Experiment(
    long key,
    String id,
    String name,
    String artifactLocation,
    boolean deleted,
    long createdMs,
    long updatedMs,
    List<Tag> tags) {

  /// The same experiment with tags.
  Experiment withTags(List<Tag> found) {
    return new Experiment(
        key, id, name, artifactLocation, deleted, createdMs, updatedMs, List.copyOf(found));
  }

  /// Where the attachments of a trace lie.
  public String placeOfTrace(String traceId) {
    return ArtifactUri.below(artifactLocation, "traces/" + traceId + "/artifacts");
  }

  /// Whether its artifacts lie where the server puts them by itself.
  boolean hasStandardLocation() {
    return artifactLocation.equals(standardLocation(id));
  }

  /// Where the artifacts of an experiment lie when nobody says otherwise.
  static String standardLocation(String id) {
    return "mlflow-artifacts:/" + id;
  }
}
