package dev.lazuli.compute;

import java.util.OptionalInt;

/// How an assignment stands.
public sealed interface Sighting {
  /// It runs.
  record Running() implements Sighting {}

  /// It has ended.
  ///
  /// @param exitCode of its process, where that was seen
  /// @param reason why the compute ended it; empty when it did not
  record Gone(OptionalInt exitCode, String reason) implements Sighting {}
}
