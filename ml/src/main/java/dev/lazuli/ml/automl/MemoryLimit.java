package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.automl.Guardrail.Check;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.FitMemory;
import dev.lazuli.ml.boost.Loss;

/// Keeps as many trials at a time as memory allows.
final class MemoryLimit {
  /// Part of the memory that trials may take together; the rest holds table, models and results.
  private static final double SHARE = 0.5;

  private static final int LEAVES = 255;

  private MemoryLimit() {}

  /// The settings, with fewer trials at a time where memory is short.
  ///
  /// @param bytes all memory of the process
  /// @throws InvalidInput when not even one trial fits
  static AutoMlSettings within(
      AutoMlSettings settings, TrainingSet set, Loss loss, long bytes, Findings findings) {
    long trial =
        FitMemory.fitBytes(
            set.y().length,
            set.table().features().size(),
            set.trainCount(),
            BoostSettings.defaults(loss).withLeavesMax(LEAVES));
    long fits = (long) (bytes * SHARE) / Math.max(1, trial);
    int wanted = settings.limits().maxConcurrentTrials();
    if (fits < 1) {
      throw new InvalidInput(
          "memory",
          ("a trial on %d rows and %d features needs %d MB, of %d MB that the process may take; "
                  + "use fewer rows or give it more memory")
              .formatted(
                  set.trainCount(), set.table().features().size(), trial >> 20, bytes >> 20));
    }
    if (fits >= wanted) {
      return settings;
    }
    findings.done(
        Check.MEMORY,
        "%d trials run at a time in place of %d, which is what fits into memory"
            .formatted(fits, wanted));
    return settings.withMaxConcurrentTrials((int) fits);
  }
}
