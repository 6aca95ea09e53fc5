package dev.lazuli.cli;

import dev.lazuli.ml.automl.Learners;
import java.util.List;
import picocli.CommandLine.Option;

/// Which algorithms `lazuli automl train` tries.
final class LearnerOptions {
  @Option(
      names = "--allow",
      paramLabel = "NAME",
      split = ",",
      description = "Only these algorithms, by Azure's names such as LightGBM, parted by commas.")
  private List<String> allowed = List.of();

  @Option(
      names = "--block",
      paramLabel = "NAME",
      split = ",",
      description = "Not these algorithms, parted by commas.")
  private List<String> blocked = List.of();

  /// The learners with what was given.
  Learners in(Learners standard) {
    return standard.withAllowed(allowed).withBlocked(blocked);
  }
}
