package dev.lazuli.automl;

import dev.lazuli.base.Problem;
import dev.lazuli.ml.automl.Ensembles;
import dev.lazuli.ml.model.Task;
import java.util.List;

/// Reads the `trainingSettings` of an AutoML job.
final class TrainingDetails {
  /// Azure's own part of the rows for the second layer when nothing is said.
  private static final double META_SHARE = 0.2;

  private TrainingDetails() {}

  static AutoMlSpec.Learners learners(SpecReader reader, Task task, List<String> remarks) {
    List<String> names = task == Task.REGRESSION ? AutoMlWords.REGRESSORS : AutoMlWords.CLASSIFIERS;
    List<String> allowed = reader.words("allowedTrainingAlgorithms", names);
    List<String> blocked = reader.words("blockedTrainingAlgorithms", names);
    refuseElsewhere(reader, allowed, blocked, remarks);
    Ensembles ensembles = ensembles(reader);
    boolean explain = reader.truth("enableModelExplainability", true);
    boolean onnx = reader.truth("enableOnnxCompatibleModels", false);
    reader.ignore("blockListSupportedModels").refuseOthers();
    return new AutoMlSpec.Learners(allowed, blocked, ensembles, explain, onnx);
  }

  /// Refuses what no task can do here.
  static void refuseElsewhere(
      SpecReader reader, List<String> allowed, List<String> blocked, List<String> remarks) {
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
    if (!reader.text("ensembleModelDownloadTimeout").isEmpty()) {
      remarks.add("ensembleModelDownloadTimeout: models are not downloaded here, but at hand");
    }
  }

  /// Stacks are made only when asked for; Azure makes them unless told not to.
  private static Ensembles ensembles(SpecReader reader) {
    Ensembles ensembles =
        Ensembles.defaults()
            .withVote(reader.truth("enableVoteEnsemble", true))
            .withStack(reader.truth("enableStackEnsemble", false));
    SpecReader stack = reader.child("stackEnsembleSettings");
    if (stack.isEmpty()) {
      return ensembles;
    }
    String learner = stack.word("stackMetaLearnerType", AutoMlWords.META_LEARNERS);
    double share = stack.number("stackMetaLearnerTrainPercentage", META_SHARE);
    if (!(share > 0 && share <= 1)) {
      throw new Problem.Invalid(
          stack.at("stackMetaLearnerTrainPercentage"), share, "a part in (0, 1]");
    }
    if (!stack.child("stackMetaLearnerKWargs").isEmpty()) {
      throw new Problem.Unsupported(
          "%s: the second layer of a stack has no settings of its own here"
              .formatted(stack.at("stackMetaLearnerKWargs")));
    }
    stack.refuseOthers();
    Ensembles.MetaLearner meta =
        switch (learner) {
          case "LogisticRegression", "ElasticNet", "LinearRegression" ->
              Ensembles.MetaLearner.LINEAR;
          case "LightGBMClassifier", "LightGBMRegressor" -> Ensembles.MetaLearner.BOOSTING;
          default -> Ensembles.MetaLearner.LINEAR_CV;
        };
    return ensembles.withMetaLearner(meta, share);
  }
}
