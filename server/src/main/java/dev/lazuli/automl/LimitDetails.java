package dev.lazuli.automl;

import dev.lazuli.base.Problem;
import java.time.Duration;
import java.util.List;

/// Reads the `limitSettings` of an AutoML job.
final class LimitDetails {
  /// Azure's own: six hours for the job.
  private static final Duration TIMEOUT = Duration.ofHours(6);

  private LimitDetails() {}

  static AutoMlSpec.Limits limits(SpecReader reader, List<String> remarks) {
    AutoMlSpec.Limits limits =
        new AutoMlSpec.Limits(
            reader.duration("timeout", TIMEOUT),
            reader.duration("trialTimeout", TIMEOUT),
            reader.whole("maxTrials", 0, 0, 5_000),
            reader.whole("maxConcurrentTrials", 0, 0, 64),
            Math.max(0, reader.whole("maxCoresPerTrial", 0, -1, 64)),
            reader.truth("enableEarlyTermination", true),
            reader.number("exitScore", Double.NaN));
    if (reader.whole("sweepTrials", 0, 0, Integer.MAX_VALUE) > 0) {
      throw new Problem.Unsupported(
          "taskDetails.limitSettings.sweepTrials: sweeps belong to image and text tasks");
    }
    nodes(reader.whole("maxNodes", 1, 0, 10_000), remarks);
    reader.ignore("sweepConcurrentTrials").refuseOthers();
    return limits;
  }

  /// More nodes than one change how soon a job is done, not what it finds: told, not refused.
  private static void nodes(int nodes, List<String> remarks) {
    if (nodes > 1) {
      remarks.add(
          "limitSettings.maxNodes %d: a job runs on one machine, whose processors its trials share"
              .formatted(nodes));
    }
  }
}
