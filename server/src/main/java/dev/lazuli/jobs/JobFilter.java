package dev.lazuli.jobs;

import java.util.Optional;

/// Which jobs a page of a list holds.
///
/// @param type Azure's word; empty for all
/// @param parent the children of this job; empty for jobs of their own
/// @param beforeId the page starts after this one; [Long#MAX_VALUE] for the first page
/// @param count the most that it holds
public record JobFilter(View view, String type, String parent, long beforeId, int count) {
  /// Whether hidden jobs are listed.
  public enum View {
    ACTIVE,
    ARCHIVED,
    ALL
  }

  /// The type that is asked for, if one is.
  Optional<String> findType() {
    return type.isEmpty() ? Optional.empty() : Optional.of(type);
  }
}
