package dev.lazuli.jobs.process;

import dev.lazuli.jobs.Outcome;
import java.util.Map;

/// What the process of one type of job does.
@FunctionalInterface
public interface ProcessWork {
  /// Does the job.
  ///
  /// @throws dev.lazuli.ml.StopSignal.Stopped when it was told to stop
  /// @throws dev.lazuli.ml.InvalidInput when its data cannot be used
  /// @throws InterruptedException when a thread of its was interrupted
  Done run(JobContext context) throws InterruptedException;

  /// What came of it.
  ///
  /// @param properties added to the job's properties
  record Done(Outcome.Result result, Map<String, String> properties) {}
}
