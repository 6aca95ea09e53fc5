package dev.lazuli.automl;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.ml.automl.Ensembles;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Durations;
import dev.lazuli.schema.Field;
import dev.lazuli.schema.Given;
import java.time.Duration;
import java.util.List;

/// Which algorithms may be tried and what becomes of them.
///
/// @param allowed Azure's names; none for all
/// @param explain whether importances of the columns are computed
/// @param onnx whether the model must be one that can be written as ONNX
/// @param mode Azure's word; empty when nothing is said
/// @param downloadTimeout zero when nothing is said
record TrainingSettings(
    List<String> allowed,
    List<String> blocked,
    boolean explain,
    boolean onnx,
    boolean vote,
    boolean stack,
    Stack stackSettings,
    String mode,
    Duration downloadTimeout) {

  /// The second layer of a stack.
  ///
  /// @param learner Azure's word; empty when nothing is said
  /// @param share part of the rows that it learns from
  record Stack(String learner, double share) {
    /// Azure's own.
    static final Stack STANDARD = new Stack("", 0.2);

    private static final List<String> LEARNERS =
        List.of(
            "None",
            "LogisticRegression",
            "LogisticRegressionCV",
            "LightGBMClassifier",
            "ElasticNet",
            "ElasticNetCV",
            "LightGBMRegressor",
            "LinearRegression");

    static final Description<Stack> DESCRIPTION =
        Description.of(
            "stack",
            "The second layer of a stack of models.",
            fields -> {
              var learner =
                  fields.add(
                      optional("stack_meta_learner_type", Codecs.word(LEARNERS), "", Stack::learner)
                          .meaning("What the second layer is."));
              var share =
                  fields.add(
                      standard(
                              "stack_meta_learner_train_percentage",
                              Codecs.number()
                                  .where(part -> part > 0 && part <= 1, "a part in (0, 1]"),
                              0.2,
                              Stack::share)
                          .meaning("The part of the rows that it learns from."));
              fields.refuse(
                  "stack_meta_learner_k_wargs",
                  "stackMetaLearnerKWargs",
                  "is not done here: the second layer has no settings of its own");
              return given -> new Stack(given.get(learner), given.get(share));
            });

    private Ensembles of(Ensembles ensembles) {
      Ensembles.MetaLearner meta =
          switch (learner) {
            case "LogisticRegression", "ElasticNet", "LinearRegression" ->
                Ensembles.MetaLearner.LINEAR;
            case "LightGBMClassifier", "LightGBMRegressor" -> Ensembles.MetaLearner.BOOSTING;
            default -> Ensembles.MetaLearner.LINEAR_CV;
          };
      return this.equals(STANDARD) ? ensembles : ensembles.withMetaLearner(meta, share);
    }
  }

  /// Azure's own.
  ///
  /// @param isOfSeries whether it is about forecasts
  static TrainingSettings usual(boolean isOfSeries) {
    return new TrainingSettings(
        List.of(), List.of(), !isOfSeries, false, true, false, Stack.STANDARD, "", Duration.ZERO);
  }

  private static final Codec<String> MODES =
      Codecs.word(List.of("Auto", "Distributed", "NonDistributed"))
          .where(
              word -> !word.equals("Distributed"),
              "auto or non_distributed: jobs run on one machine here");

  private static final Field<TrainingSettings, Boolean> ONNX_FIELD =
      standard("enable_onnx_compatible_models", Codecs.truth(), false, TrainingSettings::onnx)
          .meaning("Whether the model must be one that can be written as ONNX.");

  private static final Field<TrainingSettings, Boolean> VOTE_FIELD =
      standard("enable_vote_ensemble", Codecs.truth(), true, TrainingSettings::vote)
          .meaning("Whether a weighted mean of models may win.");

  private static final Field<TrainingSettings, Boolean> STACK_FIELD =
      standard("enable_stack_ensemble", Codecs.truth(), false, TrainingSettings::stack)
          .meaning("Whether a model of models may win.");

  private static final Field<TrainingSettings, Stack> SETTINGS_FIELD =
      optional(
              "stack_ensemble_settings",
              Stack.DESCRIPTION,
              Stack.STANDARD,
              TrainingSettings::stackSettings)
          .meaning("The second layer of a stack.");

  private static final Field<TrainingSettings, String> MODE_FIELD =
      optional("training_mode", MODES, "", TrainingSettings::mode)
          .meaning("Jobs run on one machine here.");

  private static final Field<TrainingSettings, Duration> DOWNLOAD_FIELD =
      optional(
              "ensemble_model_download_timeout_minutes",
              Durations.minutes(),
              Duration.ZERO,
              TrainingSettings::downloadTimeout)
          .wire("ensembleModelDownloadTimeout")
          .meaning("Means nothing here: models are at hand.");

  /// How they are written.
  ///
  /// @param algorithms Azure's names of those that the task has
  /// @param isOfSeries whether they are about forecasts
  static Description<TrainingSettings> description(List<String> algorithms, boolean isOfSeries) {
    Codec<List<String>> names = Codecs.list(Codecs.word(algorithms));
    return Description.of(
        "training",
        "Which algorithms may be tried and what becomes of them.",
        fields -> {
          var allowed =
              fields.add(
                  optional(
                          "allowed_training_algorithms",
                          names,
                          List.of(),
                          TrainingSettings::allowed)
                      .meaning("The only algorithms that are tried; by default all."));
          var blocked =
              fields.add(
                  optional(
                          "blocked_training_algorithms",
                          names,
                          List.of(),
                          TrainingSettings::blocked)
                      .meaning("Algorithms that are not tried."));
          var explain =
              fields.add(
                  standard(
                          "enable_model_explainability",
                          Codecs.truth(),
                          !isOfSeries,
                          TrainingSettings::explain)
                      .meaning("Whether importances of the columns are computed."));
          var onnx = fields.add(ONNX_FIELD);
          var vote = fields.add(VOTE_FIELD);
          var stack = fields.add(STACK_FIELD);
          var settings = fields.add(SETTINGS_FIELD);
          var mode = fields.add(MODE_FIELD);
          var download = fields.add(DOWNLOAD_FIELD);
          fields.refuse("enable_dnn_training", "is not done: there are no deep networks here");
          fields.passOver("block_list_supported_models");
          return given -> {
            check(given, allowed, blocked);
            given.refuse(
                isOfSeries && given.get(onnx),
                onnx,
                "is not done: a forecast model keeps the ends of its series, which no ONNX graph"
                    + " here can");
            return new TrainingSettings(
                given.get(allowed),
                given.get(blocked),
                given.get(explain),
                given.get(onnx),
                given.get(vote),
                given.get(stack),
                given.get(settings),
                given.get(mode),
                given.get(download));
          };
        });
  }

  private static void check(
      Given given,
      Field<TrainingSettings, List<String>> allowed,
      Field<TrainingSettings, List<String>> blocked) {
    given.require(
        given.get(allowed).isEmpty() || !given.get(blocked).containsAll(given.get(allowed)),
        allowed,
        "%s: every one of them is in %s too",
        allowed,
        blocked);
  }

  /// Stacks are made only when asked for; Azure makes them unless told not to.
  Ensembles ensembles() {
    return stackSettings.of(Ensembles.defaults().withVote(vote).withStack(stack));
  }

  /// What is done differently here.
  List<String> remarks() {
    return downloadTimeout.isZero()
        ? List.of()
        : List.of(
            "ensemble_model_download_timeout_minutes: models are not downloaded here, but at hand");
  }
}
