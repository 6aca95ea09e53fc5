package dev.lazuli.automl;

import dev.lazuli.base.Problem;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.metric.Metric;
import dev.lazuli.ml.model.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Reads the `taskDetails` of an AutoML job as Azure's clients send them.
final class TaskDetails {
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
          "XGBoostClassifier");
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
          "XGBoostRegressor");
  private static final List<String> OTHER_TASKS =
      List.of(
          "Forecasting",
          "ImageClassification",
          "ImageClassificationMultilabel",
          "ImageObjectDetection",
          "ImageInstanceSegmentation",
          "TextClassification",
          "TextClassificationMultilabel",
          "TextNER");
  private static final List<String> TASKS = List.of("Classification", "Regression");
  private static final List<String> COLUMN_TYPES =
      List.of("Categorical", "CategoricalHash", "DateTime", "Ignore", "Numeric", "Text");

  /// Azure's own: six hours for the job.
  private static final Duration TIMEOUT = Duration.ofHours(6);

  private TaskDetails() {}

  /// Reads a job's spec.
  ///
  /// @throws Problem.Invalid naming the field that is wrong and what would be right
  /// @throws Problem.Unsupported naming what Azure has and this version has not
  static AutoMlSpec parse(ObjectNode spec) {
    if (!(spec.path("taskDetails") instanceof ObjectNode details)) {
      throw new Problem.Invalid("taskDetails", "taskDetails is missing");
    }
    SpecReader reader = new SpecReader("taskDetails", details);
    List<String> remarks = new ArrayList<>();
    Task task = task(reader);
    AutoMlSpec.Tables tables = tables(reader);
    AutoMlSpec parsed =
        new AutoMlSpec(
            task,
            reader.required("targetColumnName"),
            tables,
            metric(reader, task),
            limits(reader.child("limitSettings")),
            validation(reader, tables),
            learners(reader.child("trainingSettings"), task, remarks),
            columnTypes(reader.child("featurizationSettings"), remarks),
            reader.text("weightColumnName"),
            reader.text("positiveLabel"),
            remarks);
    if (!parsed.positiveLabel().isEmpty()) {
      remarks.add("positiveLabel: metrics here are those over all classes");
    }
    unsupported(reader);
    reader.ignore("logVerbosity").refuseOthers();
    return parsed;
  }

  private static Task task(SpecReader reader) {
    String type = reader.required("taskType");
    for (String other : OTHER_TASKS) {
      if (other.equalsIgnoreCase(type.replace("_", ""))) {
        throw new Problem.Unsupported(
            "taskDetails.taskType '%s': AutoML here knows Classification and Regression so far"
                .formatted(type));
      }
    }
    return reader.word("taskType", TASKS).equals("Regression")
        ? Task.REGRESSION
        : Task.CLASSIFICATION;
  }

  private static AutoMlSpec.Tables tables(SpecReader reader) {
    SpecReader training =
        reader
            .find("trainingData")
            .orElseThrow(() ->
                new Problem.Invalid(
                    reader.at("trainingData"), "taskDetails.trainingData is missing"));
    double testShare = reader.number("testDataSize", 0);
    if (!(testShare >= 0 && testShare < 1)) {
      throw new Problem.Invalid(reader.at("testDataSize"), testShare, "a part in [0, 1)");
    }
    return new AutoMlSpec.Tables(
        table(training),
        reader.find("validationData").map(TaskDetails::table).orElse(""),
        reader.find("testData").map(TaskDetails::table).orElse(""),
        testShare);
  }

  private static String table(SpecReader input) {
    input.word("jobInputType", List.of("mltable", "uri_file", "uri_folder"));
    String uri = input.required("uri");
    input.ignore("mode", "description", "pathOnCompute").refuseOthers();
    return uri;
  }

  private static String metric(SpecReader reader, Task task) {
    String name = reader.text("primaryMetric");
    if (name.isEmpty()) {
      return "";
    }
    try {
      return Metric.parse(kind(task), name).azureName();
    } catch (InvalidInput e) {
      throw new Problem.Invalid(
          reader.at("primaryMetric"),
          name,
          "a metric of %s: %s"
              .formatted(
                  task.name().toLowerCase(Locale.ROOT),
                  String.join(
                      ", ", Metric.all(kind(task)).stream().map(Metric::azureName).toList())));
    }
  }

  private static Metric.Kind kind(Task task) {
    return task == Task.REGRESSION ? Metric.Kind.REGRESSION : Metric.Kind.CLASSIFICATION;
  }

  private static AutoMlSpec.Limits limits(SpecReader reader) {
    AutoMlSpec.Limits limits =
        new AutoMlSpec.Limits(
            reader.duration("timeout", TIMEOUT),
            reader.duration("trialTimeout", TIMEOUT),
            reader.whole("maxTrials", 0, 0, 5_000),
            reader.whole("maxConcurrentTrials", 0, 0, 64),
            reader.truth("enableEarlyTermination", true),
            reader.number("exitScore", Double.NaN));
    if (reader.whole("sweepTrials", 0, 0, Integer.MAX_VALUE) > 0) {
      throw new Problem.Unsupported(
          "taskDetails.limitSettings.sweepTrials: sweeps belong to image and text tasks");
    }
    reader.ignore("maxNodes", "maxCoresPerTrial", "sweepConcurrentTrials").refuseOthers();
    return limits;
  }

  private static AutoMlSpec.Validation validation(SpecReader reader, AutoMlSpec.Tables tables) {
    int folds = 0;
    if (reader.find("nCrossValidations").isPresent()) {
      SpecReader given = reader.child("nCrossValidations");
      boolean custom = given.word("mode", List.of("Auto", "Custom")).equals("Custom");
      folds = given.whole("value", 0, 0, 100);
      given.refuseOthers();
      if (custom && folds < 2) {
        throw new Problem.Invalid(given.at("value"), folds, "a whole number from 2 to 100");
      }
      folds = custom ? folds : 0;
    }
    double share = reader.number("validationDataSize", 0);
    if (!(share >= 0 && share < 1)) {
      throw new Problem.Invalid(reader.at("validationDataSize"), share, "a part in (0, 1)");
    }
    boolean own = !tables.validation().isEmpty();
    if ((folds > 0 ? 1 : 0) + (share > 0 ? 1 : 0) + (own ? 1 : 0) > 1) {
      throw new Problem.Invalid(
          reader.at("validationData"),
          "give one of nCrossValidations, validationDataSize and validationData, not several");
    }
    if (own) {
      return new AutoMlSpec.Validation.OwnTable();
    }
    if (folds > 0) {
      return new AutoMlSpec.Validation.Folds(folds);
    }
    return share > 0
        ? new AutoMlSpec.Validation.Share(share)
        : new AutoMlSpec.Validation.Automatic();
  }

  private static AutoMlSpec.Learners learners(SpecReader reader, Task task, List<String> remarks) {
    List<String> names = task == Task.REGRESSION ? REGRESSORS : CLASSIFIERS;
    List<String> allowed = reader.words("allowedTrainingAlgorithms", names);
    List<String> blocked = reader.words("blockedTrainingAlgorithms", names);
    if (!allowed.isEmpty() && blocked.containsAll(allowed)) {
      throw new Problem.Invalid(
          reader.at("allowedTrainingAlgorithms"), "every allowed algorithm is blocked too");
    }
    if (reader.truth("enableDnnTraining", false)) {
      throw new Problem.Unsupported(
          "taskDetails.trainingSettings.enableDnnTraining: there are no deep networks here");
    }
    if (reader
        .word("trainingMode", List.of("Auto", "Distributed", "NonDistributed"))
        .equals("Distributed")) {
      throw new Problem.Unsupported(
          "taskDetails.trainingSettings.trainingMode Distributed: jobs run on one machine here");
    }
    if (reader.truth("enableStackEnsemble", false)) {
      remarks.add("there is no stack ensemble here; the weighted (vote) ensemble stands for it");
    }
    if (reader.truth("enableOnnxCompatibleModels", false)) {
      remarks.add("models are not written as ONNX yet");
    }
    boolean vote = reader.truth("enableVoteEnsemble", true);
    reader
        .ignore(
            "enableModelExplainability",
            "ensembleModelDownloadTimeout",
            "stackEnsembleSettings",
            "blockListSupportedModels")
        .refuseOthers();
    return new AutoMlSpec.Learners(allowed, blocked, vote);
  }

  private static Map<String, String> columnTypes(SpecReader reader, List<String> remarks) {
    String mode = reader.word("mode", List.of("Auto", "Off", "Custom"));
    if (mode.equals("Off")) {
      remarks.add("featurization off: columns are still encoded, as every model here needs it");
    }
    Map<String, String> types = new LinkedHashMap<>();
    SpecReader columns = reader.child("columnNameAndTypes");
    reader
        .textByName("columnNameAndTypes")
        .keySet()
        .forEach(column -> types.put(column, columns.word(column, COLUMN_TYPES)));
    for (String field : List.of("transformerParams", "blockedTransformers")) {
      boolean asked =
          field.equals("blockedTransformers")
              ? !reader.texts(field).isEmpty()
              : !reader.child(field).isEmpty();
      if (asked) {
        throw new Problem.Unsupported(
            "%s: preparation cannot be customised so far".formatted(reader.at(field)));
      }
    }
    reader.ignore("datasetLanguage", "enableDnnFeaturization").refuseOthers();
    return types;
  }

  private static void unsupported(SpecReader reader) {
    if (!reader.texts("cvSplitColumnNames").isEmpty()) {
      throw new Problem.Unsupported(
          "taskDetails.cvSplitColumnNames: folds cannot be given as columns so far");
    }
    for (String field : List.of("sweepSettings", "fixedParameters", "searchSpace")) {
      if (reader.find(field).map(inner -> !inner.isEmpty()).orElse(false)) {
        throw new Problem.Unsupported(
            "%s belongs to image and text tasks".formatted(reader.at(field)));
      }
    }
  }
}
