package dev.lazuli.automl;

import dev.lazuli.base.Problem;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.metric.Metric;
import dev.lazuli.ml.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// Reads the `taskDetails` of an AutoML job as Azure's clients send them.
final class TaskDetails {
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
            LimitDetails.limits(reader.child("limitSettings"), remarks),
            validation(reader, tables),
            TrainingDetails.learners(reader.child("trainingSettings"), task, remarks),
            FeaturizationDetails.ofRows(
                FeaturizationDetails.features(reader.child("featurizationSettings"), remarks)),
            reader.text("weightColumnName"),
            reader.text("positiveLabel"),
            remarks);
    if (!parsed.positiveLabel().isEmpty() && task == Task.REGRESSION) {
      throw new Problem.Invalid(
          "taskDetails.positiveLabel", "taskDetails.positiveLabel is for classification only");
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
    List<String> columns = reader.texts("cvSplitColumnNames");
    boolean own = !tables.validation().isEmpty();
    int rules =
        (folds > 0 ? 1 : 0) + (share > 0 ? 1 : 0) + (own ? 1 : 0) + (columns.isEmpty() ? 0 : 1);
    if (rules > 1) {
      throw new Problem.Invalid(
          reader.at("validationData"),
          "give one of nCrossValidations, validationDataSize, validationData and "
              + "cvSplitColumnNames, not several");
    }
    if (!columns.isEmpty()) {
      return new AutoMlSpec.Validation.Columns(columns);
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

  private static void unsupported(SpecReader reader) {
    for (String field : List.of("sweepSettings", "fixedParameters", "searchSpace")) {
      if (reader.find(field).map(inner -> !inner.isEmpty()).orElse(false)) {
        throw new Problem.Unsupported(
            "%s belongs to image and text tasks".formatted(reader.at(field)));
      }
    }
  }
}
