package dev.lazuli.ml.automl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a trial ended.
///
/// @param number its place in the order of trials, from 0
/// @param algorithm Azure's name, such as `LightGBM`, or `VotingEnsemble`
/// @param params settings of the learner
/// @param score the primary metric, mean over folds; NaN unless completed
/// @param foldScores the primary metric of each fold that was done
/// @param metrics all metrics over all validated rows, under Azure's names
/// @param seconds from its start to its end
/// @param message why it failed or was ended; empty otherwise
public record TrialResult(
    int number,
    String algorithm,
    Map<String, String> params,
    State state,
    double score,
    List<Double> foldScores,
    Map<String, Double> metrics,
    double seconds,
    String message) {
  /// Copies the collections, keeping their order.
  public TrialResult {
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    foldScores = List.copyOf(foldScores);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /// How far a trial came.
  public enum State {
    COMPLETED,
    /// Ended after its first fold, being far behind the best.
    PRUNED,
    /// Ended because its time or that of the search was over.
    STOPPED,
    /// Could not be fitted.
    FAILED
  }
}
