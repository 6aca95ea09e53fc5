package dev.lazuli.automl;

import dev.lazuli.ml.automl.Ensembles;
import dev.lazuli.ml.automl.SearchLimits;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.prepare.Imputation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What an AutoML job is asked to do, read from Azure's `taskDetails`.
///
/// @param primaryMetric in Azure's spelling, such as `AUC_weighted`; empty for the task's default
/// @param weightColumn empty for none
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
    Features features,
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
  /// @param coresPerTrial 0 for one
  /// @param exitScore NaN for none
  record Limits(
      Duration timeout,
      Duration trialTimeout,
      int trialsMax,
      int trialsAtOnce,
      int coresPerTrial,
      boolean earlyTermination,
      double exitScore) {

    /// The same for a search.
    ///
    /// @param trials at a time
    /// @param cores of each
    SearchLimits search(int trials, int cores) {
      return new SearchLimits(
          timeout, trialTimeout, trialsMax, trials, cores, exitScore, earlyTermination);
    }
  }

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

    /// Splits told by columns of 1 and 0.
    record Columns(List<String> names) implements Validation {}
  }

  /// Which algorithms may be tried and what becomes of them.
  ///
  /// @param explain whether importances of the columns are computed
  /// @param onnx whether the model must be one that can be written as ONNX
  record Learners(
      List<String> allowed,
      List<String> blocked,
      Ensembles ensembles,
      boolean explain,
      boolean onnx) {}

  /// How columns become features.
  ///
  /// @param columnTypes Azure's word for the use of a column, such as `Categorical`, by its name
  /// @param imputers what stands in for missing numbers, by column
  record Features(
      boolean off,
      Map<String, String> columnTypes,
      List<String> dropped,
      List<String> blocked,
      Map<String, Imputation> imputers) {}
}
