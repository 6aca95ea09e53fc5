package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.model.ModelStamp;
import dev.lazuli.ml.model.TabularModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoMlTest {
  @TempDir Path folder;

  @Test
  void aNumberIsPredictedBetterThanByItsMean() throws IOException {
    Frame train = MixedTables.withTarget("price", 300, 1);

    AutoMlResult result = AutoMl.run(train, quick(AutoMlSettings.regression("price")));

    assertThat(result.leaderboard().metric()).isEqualTo("normalized_root_mean_squared_error");
    assertThat(result.leaderboard().best().metrics().get("r2_score")).isGreaterThan(0.9);
    assertThat(result.leaderboard().trials()).hasSizeGreaterThanOrEqualTo(4);
    assertSameAfterLoading(result.model(), MixedTables.withTarget("price", 100, 2));
  }

  @Test
  void classesKeepTheirOwnType() throws IOException {
    for (String target : new String[] {"kind", "sold", "grade"}) {
      Frame train = MixedTables.withTarget(target, 300, 1);

      AutoMlResult result =
          AutoMl.run(train, quick(AutoMlSettings.classification(target)).withMaxTrials(2));

      Frame predicted = result.model().predict(MixedTables.withTarget(target, 50, 3));
      assertThat(predicted.require("prediction").type()).isEqualTo(train.require(target).type());
      assertThat(predicted.names()).contains("probability_" + train.require(target).text(0));
      assertSameAfterLoading(result.model(), MixedTables.withTarget(target, 50, 2));
    }
  }

  @Test
  void everyAlgorithmMakesAModelThatLoadsTheSame() throws IOException {
    for (String algorithm :
        new String[] {
          "ElasticNet",
          "LassoLars",
          "GradientBoosting",
          "XGBoostRegressor",
          "RandomForest",
          "ExtremeRandomTrees",
          "DecisionTree",
          "NeuralNetwork",
          "SGD",
          "KNN",
          "SVM"
        }) {
      Frame train = MixedTables.withTarget("price", 300, 1);

      AutoMlResult result =
          AutoMl.run(
              train,
              quick(AutoMlSettings.regression("price"))
                  .withAllowed(List.of(algorithm))
                  .withMaxTrials(1));

      assertThat(result.leaderboard().best().algorithm()).isEqualTo(algorithm);
      assertThat(result.leaderboard().best().metrics().get("r2_score")).isGreaterThan(0.3);
      assertSameAfterLoading(result.model(), MixedTables.withTarget("price", 30, 2));
    }
  }

  @Test
  void everyClassifierMakesAModelThatLoadsTheSame() throws IOException {
    for (String algorithm :
        new String[] {
          "LogisticRegression",
          "LinearSVM",
          "SVM",
          "NeuralNetwork",
          "KNN",
          "BernoulliNaiveBayes",
          "MultinomialNaiveBayes"
        }) {
      for (String target : new String[] {"kind", "sold"}) {
        Frame train = MixedTables.withTarget(target, 200, 1);

        AutoMlResult result =
            AutoMl.run(
                train,
                quick(AutoMlSettings.classification(target))
                    .withAllowed(List.of(algorithm))
                    .withMaxTrials(1));

        assertThat(result.leaderboard().best().algorithm()).isEqualTo(algorithm);
        assertThat(result.leaderboard().best().metrics().get("AUC_weighted")).isGreaterThan(0.4);
        assertSameAfterLoading(result.model(), MixedTables.withTarget(target, 30, 2));
      }
    }
  }

  @Test
  void theSameSeedAndTrialsGiveTheSameModel() {
    Frame train = MixedTables.withTarget("price", 200, 1);
    AutoMlSettings settings =
        quick(AutoMlSettings.regression("price")).withMaxTrials(11).withSeed(3);

    AutoMlResult first = AutoMl.run(train, settings);
    AutoMlResult second = AutoMl.run(train, settings);

    Frame rows = MixedTables.withTarget("price", 100, 2);
    assertThat(second.model().predictNumbers(rows)[0])
        .isEqualTo(first.model().predictNumbers(rows)[0]);
    assertThat(second.leaderboard().trials().stream().map(TrialResult::params).toList())
        .isEqualTo(first.leaderboard().trials().stream().map(TrialResult::params).toList());
  }

  private static AutoMlSettings quick(AutoMlSettings settings) {
    return settings.withBudget(Duration.ofSeconds(60)).withMaxTrials(4).withFolds(3);
  }

  private void assertSameAfterLoading(TabularModel model, Frame rows) throws IOException {
    model.save(folder, ModelStamp.of("0123456789abcdef0123456789abcdef", Instant.EPOCH));

    TabularModel loaded = TabularModel.load(folder);

    assertThat(loaded.predictNumbers(rows)).isDeepEqualTo(model.predictNumbers(rows));
    assertThat(loaded.predict(rows).require("prediction").text(0))
        .isEqualTo(model.predict(rows).require("prediction").text(0));
    assertThat(loaded.predict(rows).columns().getLast()).isInstanceOf(NumberColumn.class);
  }
}
