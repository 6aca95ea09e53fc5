package dev.lazuli.automl;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Field;
import dev.lazuli.schema.Fields;
import dev.lazuli.schema.Given;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// What the tasks of AutoML have in common: tables, target, limits, features, algorithms.
///
/// @param verbosity Azure's word
/// @param splitColumns columns of 1 and 0 that tell the splits
record SearchTask(
    TableInput training,
    TableInput validation,
    TableInput test,
    String target,
    String verbosity,
    Chosen folds,
    double validationShare,
    double testShare,
    List<String> splitColumns,
    LimitSettings limits,
    FeatureSettings features,
    TrainingSettings learners) {
  private static final List<String> VERBOSITIES =
      List.of("NotSet", "Debug", "Info", "Warning", "Error", "Critical");

  private static final Field<SearchTask, TableInput> TRAINING_FIELD =
      required("training_data", TableInput.DESCRIPTION, SearchTask::training)
          .meaning("The table to learn from.");

  private static final Field<SearchTask, String> TARGET_FIELD =
      required(
              "target_column_name",
              Codecs.text().where(text -> !text.isBlank(), "the name of a column"),
              SearchTask::target)
          .meaning("The column to predict.");

  private static final Field<SearchTask, TableInput> VALIDATION_FIELD =
      optional("validation_data", TableInput.DESCRIPTION, TableInput.NONE, SearchTask::validation)
          .meaning("A table to judge models by.");

  private static final Field<SearchTask, Double> SHARE_FIELD =
      optional(
              "validation_data_size",
              Codecs.number().where(part -> part >= 0 && part < 1, "a part in (0, 1)"),
              0.0,
              SearchTask::validationShare)
          .meaning("The part of the rows to judge models by.");

  private static final Field<SearchTask, List<String>> SPLITS_FIELD =
      optional(
              "cv_split_column_names",
              Codecs.list(Codecs.text()),
              List.of(),
              SearchTask::splitColumns)
          .meaning("Columns of 1 and 0, each of which tells a split.");

  private static final Field<SearchTask, TableInput> TEST_FIELD =
      optional("test_data", TableInput.DESCRIPTION, TableInput.NONE, SearchTask::test)
          .meaning("A table that the final model is judged by, once.");

  private static final Field<SearchTask, Double> TEST_SHARE_FIELD =
      optional(
              "test_data_size",
              Codecs.number().where(part -> part >= 0 && part < 1, "a part in [0, 1)"),
              0.0,
              SearchTask::testShare)
          .meaning("The part of the rows that the final model is judged by, once.");

  private static final Field<SearchTask, String> VERBOSITY_FIELD =
      standard("log_verbosity", Codecs.word(VERBOSITIES), "Info", SearchTask::verbosity)
          .meaning("How much Azure would log.");

  private static final Field<SearchTask, LimitSettings> LIMITS_FIELD =
      standard("limits", LimitSettings.DESCRIPTION, LimitSettings.STANDARD, SearchTask::limits)
          .wire("limitSettings")
          .meaning("How long and how widely to search.");

  private static Field<SearchTask, Chosen> foldsField(boolean isOfSeries) {
    return optional(
            "n_cross_validations",
            Chosen.number(isOfSeries ? 1 : 2, 100),
            Chosen.UNSAID,
            SearchTask::folds)
        .meaning("How many splits models are judged by; by default the rows decide.");
  }

  private static Field<SearchTask, FeatureSettings> featuresField(boolean isOfSeries) {
    return standard(
            "featurization",
            FeatureSettings.description(isOfSeries),
            FeatureSettings.STANDARD,
            SearchTask::features)
        .wire("featurizationSettings")
        .meaning("How columns become features.");
  }

  private static Field<SearchTask, TrainingSettings> learnersField(
      List<String> algorithms, boolean isOfSeries) {
    return standard(
            "training",
            TrainingSettings.description(algorithms, isOfSeries),
            TrainingSettings.usual(isOfSeries),
            SearchTask::learners)
        .wire("trainingSettings")
        .meaning("Which algorithms may be tried and what becomes of them.");
  }

  /// Adds the fields to a task's.
  ///
  /// @param algorithms Azure's names of those that the task has
  /// @param isOfSeries whether it is about forecasts
  static <R> Function<Given, SearchTask> add(
      Fields<R> fields, Function<R, SearchTask> of, List<String> algorithms, boolean isOfSeries) {
    fields.below("properties.taskDetails");
    var training = fields.add(TRAINING_FIELD.in(of));
    var target = fields.add(TARGET_FIELD.in(of));
    var validation = fields.add(VALIDATION_FIELD.in(of));
    var share = fields.add(SHARE_FIELD.in(of));
    var folds = fields.add(foldsField(isOfSeries).in(of));
    var splits = fields.add(SPLITS_FIELD.in(of));
    var test = fields.add(TEST_FIELD.in(of));
    var testShare = fields.add(TEST_SHARE_FIELD.in(of));
    var verbosity = fields.add(VERBOSITY_FIELD.in(of));
    var limits = fields.add(LIMITS_FIELD.in(of));
    var features = fields.add(featuresField(isOfSeries).in(of));
    var learners = fields.add(learnersField(algorithms, isOfSeries).in(of));
    for (String field : List.of("sweep_settings", "fixed_parameters", "search_space")) {
      fields.refuse(field, "belongs to image and text tasks");
    }
    return given -> {
      if (isOfSeries) {
        refuseParts(given, folds, validation, share, splits);
        given.refuse(
            given.get(testShare) > 0,
            testShare,
            "is not done: forecasts are tested on times after the training data; give %s",
            test);
      } else {
        requireOneRule(given, folds, validation, share, splits);
      }
      return new SearchTask(
          given.get(training),
          given.get(validation),
          given.get(test),
          given.get(target),
          given.get(verbosity),
          given.get(folds),
          given.get(share),
          given.get(testShare),
          given.get(splits),
          given.get(limits),
          given.get(features),
          given.get(learners));
    };
  }

  /// Refuses ways to judge models that series do not have.
  private static void refuseParts(
      Given given,
      Field<?, Chosen> folds,
      Field<?, TableInput> validation,
      Field<?, Double> share,
      Field<?, List<String>> splits) {
    String rolling =
        "is not done: forecasts are judged at rolling origins of the training data; give %s";
    given.refuse(given.get(share) > 0, share, rolling, folds);
    given.refuse(!given.get(splits).isEmpty(), splits, rolling, folds);
    given.require(
        !given.get(validation).isGiven() || given.get(folds).number() == 0,
        validation,
        "%s excludes %s: the length of the later table tells the origins",
        validation,
        folds);
  }

  private static void requireOneRule(
      Given given,
      Field<?, Chosen> folds,
      Field<?, TableInput> validation,
      Field<?, Double> share,
      Field<?, List<String>> splits) {
    long rules =
        Stream.of(
                given.get(folds).number() > 0,
                given.get(share) > 0,
                given.get(validation).isGiven(),
                !given.get(splits).isEmpty())
            .filter(rule -> rule)
            .count();
    given.require(
        rules <= 1,
        validation,
        "give one of %s, %s, %s and %s, not several",
        folds,
        share,
        validation,
        splits);
  }

  /// The places of the tables, by Azure's names.
  Map<String, String> tables() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("trainingData", training.uri());
    if (validation.isGiven()) {
      tables.put("validationData", validation.uri());
    }
    if (test.isGiven()) {
      tables.put("testData", test.uri());
    }
    return tables;
  }

  /// What is done differently here.
  Stream<String> remarks() {
    return Stream.of(limits.remarks(), features.remarks(), learners.remarks())
        .flatMap(List::stream);
  }
}
