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
  ACCURACY("accuracy", CLASSIFICATION, true),
  AUC_MACRO("AUC_macro", CLASSIFICATION, true),
  AUC_MICRO("AUC_micro", CLASSIFICATION, true),
  AUC_WEIGHTED("AUC_weighted", CLASSIFICATION, true),
  AVERAGE_PRECISION_SCORE_MACRO("average_precision_score_macro", CLASSIFICATION, true),
  AVERAGE_PRECISION_SCORE_MICRO("average_precision_score_micro", CLASSIFICATION, true),
  AVERAGE_PRECISION_SCORE_WEIGHTED("average_precision_score_weighted", CLASSIFICATION, true),
  BALANCED_ACCURACY("balanced_accuracy", CLASSIFICATION, true),
  F1_SCORE_MACRO("f1_score_macro", CLASSIFICATION, true),
  F1_SCORE_MICRO("f1_score_micro", CLASSIFICATION, true),
  F1_SCORE_WEIGHTED("f1_score_weighted", CLASSIFICATION, true),
  LOG_LOSS("log_loss", CLASSIFICATION, false),
  MATTHEWS_CORRELATION("matthews_correlation", CLASSIFICATION, true),
  NORM_MACRO_RECALL("norm_macro_recall", CLASSIFICATION, true),
  PRECISION_SCORE_MACRO("precision_score_macro", CLASSIFICATION, true),
  PRECISION_SCORE_MICRO("precision_score_micro", CLASSIFICATION, true),
  PRECISION_SCORE_WEIGHTED("precision_score_weighted", CLASSIFICATION, true),
  RECALL_SCORE_MACRO("recall_score_macro", CLASSIFICATION, true),
  RECALL_SCORE_MICRO("recall_score_micro", CLASSIFICATION, true),
  RECALL_SCORE_WEIGHTED("recall_score_weighted", CLASSIFICATION, true),
  WEIGHTED_ACCURACY("weighted_accuracy", CLASSIFICATION, true),
  EXPLAINED_VARIANCE("explained_variance", REGRESSION, true),
  MEAN_ABSOLUTE_ERROR("mean_absolute_error", REGRESSION, false),
  MEAN_ABSOLUTE_PERCENTAGE_ERROR("mean_absolute_percentage_error", REGRESSION, false),
  MEDIAN_ABSOLUTE_ERROR("median_absolute_error", REGRESSION, false),
  NORMALIZED_MEAN_ABSOLUTE_ERROR("normalized_mean_absolute_error", REGRESSION, false),
  NORMALIZED_MEDIAN_ABSOLUTE_ERROR("normalized_median_absolute_error", REGRESSION, false),
  NORMALIZED_ROOT_MEAN_SQUARED_ERROR("normalized_root_mean_squared_error", REGRESSION, false),
  NORMALIZED_ROOT_MEAN_SQUARED_LOG_ERROR(
      "normalized_root_mean_squared_log_error", REGRESSION, false),
  R2_SCORE("r2_score", REGRESSION, true),
  ROOT_MEAN_SQUARED_ERROR("root_mean_squared_error", REGRESSION, false),
  ROOT_MEAN_SQUARED_LOG_ERROR("root_mean_squared_log_error", REGRESSION, false),
  SPEARMAN_CORRELATION("spearman_correlation", REGRESSION, true);

  /// What is predicted: a class or a number.
  public enum Kind {
    CLASSIFICATION,
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
