package dev.lazuli.tracking;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is to change of a run; what is absent stays.
public final class RunChange {
  private final @Nullable RunStatus status;
  private final @Nullable Long endMs;
  private final @Nullable String name;

  private RunChange(@Nullable RunStatus status, @Nullable Long endMs, @Nullable String name) {
    this.status = status;
    this.endMs = endMs;
    this.name = name;
  }

  /// Nothing yet.
  public static RunChange none() {
    return new RunChange(null, null, null);
  }

  /// An end.
  public static RunChange ended(RunStatus status, long endMs) {
    return new RunChange(status, endMs, null);
  }

  /// The same with a status.
  public RunChange withStatus(RunStatus newStatus) {
    return new RunChange(newStatus, endMs, name);
  }

  /// The same with an end in milliseconds.
  public RunChange withEnd(long newEndMs) {
    return new RunChange(status, newEndMs, name);
  }

  /// The same with a name.
  public RunChange withName(String newName) {
    return new RunChange(status, endMs, newName);
  }

  Optional<RunStatus> newStatus() {
    return Optional.ofNullable(status);
  }

  Optional<Long> newEndMs() {
    return Optional.ofNullable(endMs);
  }

  Optional<String> newName() {
    return Optional.ofNullable(name);
  }
}
