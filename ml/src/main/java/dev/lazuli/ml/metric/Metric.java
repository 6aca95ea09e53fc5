package dev.lazuli.ml.metric;

import static dev.lazuli.ml.metric.Metric.Kind.CLASSIFICATION;
import static dev.lazuli.ml.metric.Metric.Kind.REGRESSION;

import dev.lazuli.ml.InvalidInput;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A number that tells how good predictions are, with the name that Azure's AutoML gives it.
///
/// Defined at [Evaluate AutoML
/// results](https://learn.microsoft.com/azure/machine-learning/how-to-understand-automated-ml).
public enum Metric {
  /// The share of rows whose class is predicted.
  ACCURACY("accuracy", CLASSIFICATION, true),
  /// The area under the ROC curve of each class against the rest, in their mean.
  AUC_MACRO("AUC_macro", CLASSIFICATION, true),
  /// The area under one ROC curve of all pairs of row and class.
  AUC_MICRO("AUC_micro", CLASSIFICATION, true),
  /// The area under the ROC curve of each class, in their mean by rows.
  AUC_WEIGHTED("AUC_weighted", CLASSIFICATION, true),
  /// The average precision of each class, in their mean.
  AVERAGE_PRECISION_SCORE_MACRO("average_precision_score_macro", CLASSIFICATION, true),
  /// The average precision of all pairs of row and class.
  AVERAGE_PRECISION_SCORE_MICRO("average_precision_score_micro", CLASSIFICATION, true),
  /// The average precision of each class, in their mean by rows.
  AVERAGE_PRECISION_SCORE_WEIGHTED("average_precision_score_weighted", CLASSIFICATION, true),
  /// The mean recall of the classes.
  BALANCED_ACCURACY("balanced_accuracy", CLASSIFICATION, true),
  /// The harmonic mean of precision and recall of each class, in their mean.
  F1_SCORE_MACRO("f1_score_macro", CLASSIFICATION, true),
  /// The same of all predictions together.
  F1_SCORE_MICRO("f1_score_micro", CLASSIFICATION, true),
  /// The same of each class, in their mean by rows.
  F1_SCORE_WEIGHTED("f1_score_weighted", CLASSIFICATION, true),
  /// Minus the mean logarithm of the right class's probability.
  LOG_LOSS("log_loss", CLASSIFICATION, false),
  /// The correlation of true and predicted classes, in `[-1, 1]`.
  MATTHEWS_CORRELATION("matthews_correlation", CLASSIFICATION, true),
  /// The mean recall, with 0 for what chance gives and 1 for the best.
  NORM_MACRO_RECALL("norm_macro_recall", CLASSIFICATION, true),
  /// The share of right predictions of each class, in their mean.
  PRECISION_SCORE_MACRO("precision_score_macro", CLASSIFICATION, true),
  /// The same of all predictions together.
  PRECISION_SCORE_MICRO("precision_score_micro", CLASSIFICATION, true),
  /// The same of each class, in their mean by rows.
  PRECISION_SCORE_WEIGHTED("precision_score_weighted", CLASSIFICATION, true),
  /// The share of rows of each class that are predicted, in their mean.
  RECALL_SCORE_MACRO("recall_score_macro", CLASSIFICATION, true),
  /// The same of all rows together.
  RECALL_SCORE_MICRO("recall_score_micro", CLASSIFICATION, true),
  /// The same of each class, in their mean by rows.
  RECALL_SCORE_WEIGHTED("recall_score_weighted", CLASSIFICATION, true),
  /// The accuracy with rows weighted by their class's number of rows.
  WEIGHTED_ACCURACY("weighted_accuracy", CLASSIFICATION, true),
  /// The part of the variance that the predictions explain, whatever their mean error.
  EXPLAINED_VARIANCE("explained_variance", REGRESSION, true),
  /// The mean of the errors without sign.
  MEAN_ABSOLUTE_ERROR("mean_absolute_error", REGRESSION, false),
  /// The mean of the errors without sign in percent of the target.
  MEAN_ABSOLUTE_PERCENTAGE_ERROR("mean_absolute_percentage_error", REGRESSION, false),
  /// The median of the errors without sign.
  MEDIAN_ABSOLUTE_ERROR("median_absolute_error", REGRESSION, false),
  /// The mean absolute error by the range of the targets.
  NORMALIZED_MEAN_ABSOLUTE_ERROR("normalized_mean_absolute_error", REGRESSION, false),
  /// The median absolute error by the range of the targets.
  NORMALIZED_MEDIAN_ABSOLUTE_ERROR("normalized_median_absolute_error", REGRESSION, false),
  /// The root mean squared error by the range of the targets.
  NORMALIZED_ROOT_MEAN_SQUARED_ERROR("normalized_root_mean_squared_error", REGRESSION, false),
  /// The root mean squared log error by the range of those logarithms.
  NORMALIZED_ROOT_MEAN_SQUARED_LOG_ERROR(
      "normalized_root_mean_squared_log_error", REGRESSION, false),
  /// One minus the mean squared error by the variance, at least -1.
  R2_SCORE("r2_score", REGRESSION, true),
  /// The root of the mean squared error.
  ROOT_MEAN_SQUARED_ERROR("root_mean_squared_error", REGRESSION, false),
  /// The root of the mean squared error of `log(1 + value)`.
  ROOT_MEAN_SQUARED_LOG_ERROR("root_mean_squared_log_error", REGRESSION, false),
  /// The correlation of the ranks of targets and predictions.
  SPEARMAN_CORRELATION("spearman_correlation", REGRESSION, true);

  /// What is predicted: a class or a number.
  public enum Kind {
    /// A class.
    CLASSIFICATION,
    /// A number.
    REGRESSION
  }

  private final String azureName;
  private final Kind kind;
  private final boolean maximized;

  Metric(String azureName, Kind kind, boolean maximized) {
    this.azureName = azureName;
    this.kind = kind;
    this.maximized = maximized;
  }

  /// The name under which Azure's AutoML logs it.
  public String azureName() {
    return azureName;
  }

  /// What it measures predictions of.
  public Kind kind() {
    return kind;
  }

  /// Whether higher is better.
  public boolean isMaximized() {
    return maximized;
  }

  /// Whether it looks at decided classes alone, not at probabilities.
  public boolean isOfDecisions() {
    String name = azureName;
    return kind == CLASSIFICATION
        && this != LOG_LOSS
        && !name.startsWith("AUC")
        && !name.startsWith("average_precision");
  }

  /// `value` so that higher is better, whatever the metric.
  public double score(double value) {
    return maximized ? value : -value;
  }

  /// Sorts values of this metric from best to worst; NaN is the worst.
  public Comparator<Double> bestFirst() {
    return Comparator.comparingDouble(
        value -> Double.isNaN(value) ? Double.POSITIVE_INFINITY : -score(value));
  }

  /// All metrics of a kind.
  public static List<Metric> all(Kind kind) {
    return Arrays.stream(values()).filter(metric -> metric.kind == kind).toList();
  }

  /// The metric that `name` means, written in any of Azure's ways: `AUC_weighted`, `AUCWeighted`,
  /// `auc_weighted`, `NormalizedRootMeanSquaredError`, `r2_score`, `R2Score`.
  ///
  /// @throws InvalidInput when it is no metric of this kind; the message lists those there are
  public static Metric parse(Kind kind, String name) {
    String key = key(name);
    return all(kind).stream()
        .filter(metric -> key(metric.azureName).equals(key))
        .findFirst()
        .orElseThrow(() -> unknown(kind, name));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static InvalidInput unknown(Kind kind, String name) {
    String known = all(kind).stream().map(Metric::azureName).collect(Collectors.joining(", "));
    return new InvalidInput(
        "primary_metric",
        "primary_metric '%s' is no metric of %s; use one of %s"
            .formatted(name, kind.name().toLowerCase(Locale.ROOT), known));
  }
}
