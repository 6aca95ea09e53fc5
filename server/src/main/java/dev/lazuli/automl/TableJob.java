package dev.lazuli.automl;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.jobs.spec.JobPlacement;
import dev.lazuli.ml.metric.Metric;
import dev.lazuli.ml.model.Task;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Classification or regression of a table.
///
/// @param weightColumn empty for none
/// @param positiveLabel empty for none
record TableJob(
    Task task,
    SearchTask search,
    Metric metric,
    String weightColumn,
    String positiveLabel,
    JobExtras extras)
    implements AutoMlJob {
  private static final List<String> CLASSIFIERS =
      List.of(
          "LogisticRegression",
          "SGD",
          "MultinomialNaiveBayes",
          "BernoulliNaiveBayes",
          "SVM",
          "LinearSVM",
          "KNN",
          "DecisionTree",
          "RandomForest",
          "ExtremeRandomTrees",
          "LightGBM",
          "GradientBoosting",
          "XGBoostClassifier",
          "NeuralNetwork");
  private static final List<String> REGRESSORS =
      List.of(
          "ElasticNet",
          "GradientBoosting",
          "DecisionTree",
          "KNN",
          "LassoLars",
          "SGD",
          "RandomForest",
          "ExtremeRandomTrees",
          "LightGBM",
          "XGBoostRegressor",
          "NeuralNetwork",
          "SVM");

  /// Azure's primary metrics in the spelling of its wire, the default first.
  private static final List<String> CLASSIFICATION_METRICS =
      List.of(
          "AUCWeighted",
          "Accuracy",
          "NormMacroRecall",
          "AveragePrecisionScoreWeighted",
          "PrecisionScoreWeighted");

  private static final List<String> REGRESSION_METRICS =
      List.of(
          "NormalizedRootMeanSquaredError",
          "R2Score",
          "NormalizedMeanAbsoluteError",
          "SpearmanCorrelation");

  /// How it is written.
  static Description<TableJob> description(Task task) {
    boolean isRegression = task == Task.REGRESSION;
    Metric.Kind kind = isRegression ? Metric.Kind.REGRESSION : Metric.Kind.CLASSIFICATION;
    List<String> names = isRegression ? REGRESSION_METRICS : CLASSIFICATION_METRICS;
    return Description.of(
        "automl " + task.key(),
        "Finds the best model of a table.",
        fields -> {
          var search =
              SearchTask.add(
                  fields, TableJob::search, isRegression ? REGRESSORS : CLASSIFIERS, false);
          var metric =
              fields.add(
                  standard(
                          "primary_metric",
                          Codecs.oneOf(metrics(kind, names), one -> wire(one, names)),
                          Metric.parse(kind, names.getFirst()),
                          TableJob::metric)
                      .meaning("What models are compared by."));
          var weight =
              fields.add(
                  optional("weight_column_name", Codecs.text(), "", TableJob::weightColumn)
                      .meaning("The column that tells how much a row counts."));
          var label =
              fields.add(
                  optional("positive_label", Codecs.text(), "", TableJob::positiveLabel)
                      .meaning("The class that metrics of two classes are about."));
          var extras = JobExtras.add(fields, TableJob::extras);
          return given -> {
            given.require(
                !isRegression || given.get(label).isEmpty(),
                label,
                "%s is for classification only",
                label);
            return new TableJob(
                task,
                search.apply(given),
                given.get(metric),
                given.get(weight),
                given.get(label),
                extras.apply(given));
          };
        });
  }

  /// Azure's primary metrics, then all others that are computed.
  private static List<Metric> metrics(Metric.Kind kind, List<String> primary) {
    List<Metric> metrics = new ArrayList<>();
    primary.forEach(name -> metrics.add(Metric.parse(kind, name)));
    Metric.all(kind).stream().filter(metric -> !metrics.contains(metric)).forEach(metrics::add);
    return metrics;
  }

  private static String wire(Metric metric, List<String> names) {
    return Words.find(names, metric.azureName()).orElse(metric.azureName());
  }

  @Override
  public JobPlacement placement() {
    return extras.placement();
  }

  @Override
  public Map<String, String> tables() {
    return search.tables();
  }

  @Override
  public List<String> remarks() {
    return Stream.concat(search.remarks(), extras.remarks().stream()).toList();
  }
}
