package dev.lazuli.automl;

import dev.lazuli.ml.model.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What an AutoML job is asked to do, read from Azure's `taskDetails`.
///
/// @param primaryMetric in Azure's spelling, such as `AUC_weighted`; empty for the task's default
/// @param weightColumn empty for none
/// @param columnTypes Azure's word for the use of a column, such as `Categorical`, by its name
/// @param positiveLabel empty for none
/// @param remarks what was asked for and is done differently here
record AutoMlSpec(
    Task task,
    String target,
    Tables tables,
    String primaryMetric,
    Limits limits,
    Validation validation,
    Learners learners,
    Map<String, String> columnTypes,
    String weightColumn,
    String positiveLabel,
    List<String> remarks) {

  /// Where the rows come from.
  ///
  /// @param validation empty for none
  /// @param test empty for none
  record Tables(String training, String validation, String test, double testShare) {}

  /// How long and how widely to search.
  ///
  /// @param trialsMax 0 for as many as there is time for
  /// @param trialsAtOnce 0 for as many as fit
  /// @param exitScore NaN for none
  record Limits(
      Duration timeout,
      Duration trialTimeout,
      int trialsMax,
      int trialsAtOnce,
      boolean earlyTermination,
      double exitScore) {}

  /// How models are judged.
  sealed interface Validation {
    /// Rows and time decide.
    record Automatic() implements Validation {}

    /// Cross-validation.
    record Folds(int count) implements Validation {}

    /// A part of the training rows, in `(0, 1)`.
    record Share(double share) implements Validation {}

    /// Rows of their own.
    record OwnTable() implements Validation {}
  }

  /// Which algorithms may be tried.
  record Learners(List<String> allowed, List<String> blocked, boolean voteEnsemble) {}
}
