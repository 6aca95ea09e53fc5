package dev.lazuli.automl;

import java.util.List;

/// Azure's words for learners, as the wire and, in another spelling, the YAML files have them.
public final class AutoMlWords {
  /// Algorithms of classification.
  public static final List<String> CLASSIFIERS =
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

  /// Algorithms of regression.
  public static final List<String> REGRESSORS =
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

  /// Learners of the second layer of a stack.
  public static final List<String> META_LEARNERS =
      List.of(
          "None",
          "LogisticRegression",
          "LogisticRegressionCV",
          "LightGBMClassifier",
          "ElasticNet",
          "ElasticNetCV",
          "LightGBMRegressor",
          "LinearRegression");

  private AutoMlWords() {}
}
