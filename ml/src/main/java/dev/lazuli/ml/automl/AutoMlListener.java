package dev.lazuli.ml.automl;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Hears how a search goes; all calls come from the thread that runs it, one after the other.
public interface AutoMlListener {
  /// Hears nothing.
  static AutoMlListener none() {
    return new AutoMlListener() {};
  }

  /// The table was read and judged.
  ///
  /// @param metric name of the primary metric
  /// @param higherIsBetter which way the metric goes
  /// @param rule how models are judged, in words
  /// @param notes what was found in the table
  default void prepared(String metric, boolean higherIsBetter, String rule, List<String> notes) {}

  /// A trial began.
  default void trialStarted(int number, String algorithm, Map<String, String> params) {}

  /// A trial ended.
  default void trialFinished(TrialResult trial, Progress progress) {}

  /// The search is over and the final model is being made.
  default void finishing(Progress progress) {}

  /// How far the search is.
  ///
  /// @param trialsDone trials that ended
  /// @param best the best score so far
  record Progress(int trialsDone, OptionalDouble best, Duration spent, Duration left) {}
}
