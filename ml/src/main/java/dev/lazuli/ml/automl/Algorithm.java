package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.model.Task;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The algorithms that a search can try, under Azure's names.
enum Algorithm {
  LOGISTIC_REGRESSION("LogisticRegression", Task.CLASSIFICATION),
  ELASTIC_NET("ElasticNet", Task.REGRESSION),
  LASSO_LARS("LassoLars", Task.REGRESSION),
  LIGHT_GBM("LightGBM", null),
  GRADIENT_BOOSTING("GradientBoosting", null),
  XG_BOOST_CLASSIFIER("XGBoostClassifier", Task.CLASSIFICATION),
  XG_BOOST_REGRESSOR("XGBoostRegressor", Task.REGRESSION),
  RANDOM_FOREST("RandomForest", null),
  EXTREME_RANDOM_TREES("ExtremeRandomTrees", null),
  DECISION_TREE("DecisionTree", null),
  NEURAL_NETWORK("NeuralNetwork", null),
  LINEAR_SVM("LinearSVM", Task.CLASSIFICATION),
  KNN("KNN", null),
  SGD("SGD", null),
  BERNOULLI_NAIVE_BAYES("BernoulliNaiveBayes", Task.CLASSIFICATION),
  MULTINOMIAL_NAIVE_BAYES("MultinomialNaiveBayes", Task.CLASSIFICATION);

  /// Azure's algorithms that are not here.
  private static final List<String> UNSUPPORTED =
      List.of(
          "SVM",
          "AveragedPerceptronClassifier",
          "TensorFlowDNN",
          "TensorFlowLinearClassifier",
          "TabnetClassifier",
          "TabnetRegressor");

  private final String azureName;
  private final Optional<Task> only;

  Algorithm(String azureName, @org.jspecify.annotations.Nullable Task only) {
    this.azureName = azureName;
    this.only = Optional.ofNullable(only);
  }

  /// Azure's name, such as `LightGBM`.
  String azureName() {
    return azureName;
  }

  /// Whether models of it can be written as ONNX.
  boolean isOnnx() {
    return switch (this) {
      case KNN, NEURAL_NETWORK, BERNOULLI_NAIVE_BAYES, MULTINOMIAL_NAIVE_BAYES -> false;
      case LOGISTIC_REGRESSION,
          ELASTIC_NET,
          LASSO_LARS,
          LIGHT_GBM,
          GRADIENT_BOOSTING,
          XG_BOOST_CLASSIFIER,
          XG_BOOST_REGRESSOR,
          RANDOM_FOREST,
          EXTREME_RANDOM_TREES,
          DECISION_TREE,
          LINEAR_SVM,
          SGD ->
          true;
    };
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
      chosen.removeIf(algorithm -> !algorithm.isOnnx());
    }
    if (chosen.isEmpty()) {
      throw new InvalidInput(
          "blocked_training_algorithms",
          "no algorithm is left to try; there are " + names(settings.task()));
    }
    return chosen;
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
