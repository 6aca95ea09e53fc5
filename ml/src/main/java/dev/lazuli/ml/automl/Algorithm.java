package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.model.Member.Kind;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.onnx.OnnxExport;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The algorithms that a search can try, under Azure's names.
enum Algorithm {
  LOGISTIC_REGRESSION("LogisticRegression", Kind.LINEAR, Task.CLASSIFICATION),
  ELASTIC_NET("ElasticNet", Kind.LINEAR, Task.REGRESSION),
  LASSO_LARS("LassoLars", Kind.LINEAR, Task.REGRESSION),
  LIGHT_GBM("LightGBM", Kind.TREES, null),
  GRADIENT_BOOSTING("GradientBoosting", Kind.TREES, null),
  XG_BOOST_CLASSIFIER("XGBoostClassifier", Kind.TREES, Task.CLASSIFICATION),
  XG_BOOST_REGRESSOR("XGBoostRegressor", Kind.TREES, Task.REGRESSION),
  RANDOM_FOREST("RandomForest", Kind.TREES, null),
  EXTREME_RANDOM_TREES("ExtremeRandomTrees", Kind.TREES, null),
  DECISION_TREE("DecisionTree", Kind.TREES, null),
  NEURAL_NETWORK("NeuralNetwork", Kind.NETWORK, null),
  SVM("SVM", Kind.KERNEL, null),
  LINEAR_SVM("LinearSVM", Kind.LINEAR, Task.CLASSIFICATION),
  KNN("KNN", Kind.NEIGHBORS, null),
  SGD("SGD", Kind.LINEAR, null),
  BERNOULLI_NAIVE_BAYES("BernoulliNaiveBayes", Kind.BAYES, Task.CLASSIFICATION),
  MULTINOMIAL_NAIVE_BAYES("MultinomialNaiveBayes", Kind.BAYES, Task.CLASSIFICATION);

  /// Azure's algorithms that are not here.
  private static final List<String> UNSUPPORTED =
      List.of(
          "AveragedPerceptronClassifier",
          "TensorFlowDNN",
          "TensorFlowLinearClassifier",
          "TabnetClassifier",
          "TabnetRegressor");

  private final String azureName;
  private final Kind kind;
  private final Optional<Task> only;

  Algorithm(String azureName, Kind kind, @org.jspecify.annotations.Nullable Task only) {
    this.azureName = azureName;
    this.kind = kind;
    this.only = Optional.ofNullable(only);
  }

  /// Azure's name, such as `LightGBM`.
  String azureName() {
    return azureName;
  }

  /// Why models of it cannot be written as ONNX, as words that follow its name; empty when they
  /// can.
  Optional<String> onnxObstacle() {
    return OnnxExport.obstacle(kind);
  }

  boolean suits(Task task) {
    return only.isEmpty() || only.get() == task;
  }

  /// The algorithms to try.
  ///
  /// @throws InvalidInput for a name that is no algorithm of the task, with those that are
  static Set<Algorithm> chosen(AutoMlSettings settings) {
    Set<Algorithm> chosen = EnumSet.noneOf(Algorithm.class);
    if (settings.learners().allowed().isEmpty()) {
      Arrays.stream(values()).filter(a -> a.suits(settings.task())).forEach(chosen::add);
    }
    for (String name : settings.learners().allowed()) {
      chosen.add(
          find(name, settings.task())
              .orElseThrow(() -> unknown("allowed_training_algorithms", name, settings.task())));
    }
    for (String name : settings.learners().blocked()) {
      Optional<Algorithm> found = find(name, settings.task());
      if (found.isEmpty() && UNSUPPORTED.stream().noneMatch(other -> same(other, name))) {
        throw unknown("blocked_training_algorithms", name, settings.task());
      }
      found.ifPresent(chosen::remove);
    }
    if (settings.learners().onnxOnly()) {
      keepExportable(chosen);
    }
    if (chosen.isEmpty()) {
      throw new InvalidInput(
          "blocked_training_algorithms",
          "no algorithm is left to try; there are " + names(settings.task()));
    }
    return chosen;
  }

  private static void keepExportable(Set<Algorithm> chosen) {
    Set<Algorithm> refused = EnumSet.noneOf(Algorithm.class);
    chosen.stream().filter(one -> one.onnxObstacle().isPresent()).forEach(refused::add);
    if (!chosen.isEmpty() && refused.size() == chosen.size()) {
      throw new InvalidInput(
          "enable_onnx_compatible_models",
          "no algorithm is left that can be written as ONNX: "
              + refused.stream()
                  .map(one -> one.azureName + " " + one.onnxObstacle().orElseThrow())
                  .collect(Collectors.joining("; ")));
    }
    chosen.removeAll(refused);
  }

  private static Optional<Algorithm> find(String name, Task task) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.suits(task) && same(algorithm.azureName, name))
        .findFirst();
  }

  /// Azure writes one name as `LightGBM`, `light_gbm` and `LIGHT_GBM`.
  private static boolean same(String one, String other) {
    return key(one).equals(key(other));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static InvalidInput unknown(String subject, String name, Task task) {
    return new InvalidInput(
        subject,
        "'%s' is not supported for %s; there are %s".formatted(name, task.key(), names(task)));
  }

  private static String names(Task task) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.suits(task))
        .map(Algorithm::azureName)
        .collect(Collectors.joining(", "));
  }
}
