package dev.lazuli.ml.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.MixedTables;
import dev.lazuli.ml.bayes.BayesKind;
import dev.lazuli.ml.cluster.KMeans;
import dev.lazuli.ml.cluster.KMeansModel;
import dev.lazuli.ml.cluster.KMeansSettings;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.metric.Metric;
import dev.lazuli.ml.metric.RegressionScores;
import dev.lazuli.ml.metric.TargetSpread;
import dev.lazuli.ml.model.ModelStamp;
import dev.lazuli.ml.model.TabularModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTrainingTest {
  private static final Frame TRAIN = MixedTables.withTarget("price", 400, 1);
  private static final Frame TEST = MixedTables.withTarget("price", 200, 2);

  @TempDir Path folder;

  @Test
  void everyLearnerPredictsNumbersBetterThanTheMeanAndIsReadAsSaved() throws IOException {
    TableTraining training = TableTraining.regression(TRAIN, "price");
    Map<String, TabularModel> models = new LinkedHashMap<>();
    models.put("boosting", training.boosting(s -> s.withLeavesMax(15)));
    models.put("forest", training.forest(s -> s.withRounds(30)));
    models.put("tree", training.tree(s -> s.withRows(10, 5)));
    models.put("linear", training.linear(s -> s));
    models.put("svm", training.svm(s -> s));
    models.put("neighbors", training.neighbors(s -> s));
    models.put("network", training.network(s -> s.withEpochs(60, 8)));

    for (var model : models.entrySet()) {
      assertThat(r2(model.getValue())).as(model.getKey()).isGreaterThan(0.6);
      assertSameAfterLoading(model.getKey(), model.getValue(), TEST);
    }
  }

  @Test
  void everyLearnerPredictsClassesBetterThanByTheirShares() throws IOException {
    Frame train = MixedTables.withTarget("kind", 400, 1);
    Frame test = MixedTables.withTarget("kind", 200, 2);
    TableTraining training = TableTraining.classification(train, "kind");
    Map<String, TabularModel> models = new LinkedHashMap<>();
    models.put("boosting", training.boosting(s -> s.withLeavesMax(15).withRounds(100)));
    models.put("forest", training.forest(s -> s.withRounds(30)));
    models.put("tree", training.tree(s -> s.withRows(10, 5)));
    models.put("linear", training.linear(s -> s));
    models.put("svm", training.svm(s -> s));
    models.put("neighbors", training.neighbors(s -> s));
    models.put("bayes", training.bayes(BayesKind.GAUSSIAN, s -> s));
    models.put("network", training.network(s -> s.withEpochs(60, 8)));

    for (var model : models.entrySet()) {
      Frame predicted = model.getValue().predict(test);
      int right = 0;
      for (int row = 0; row < test.rowCount(); row++) {
        String label = test.require("kind").text(row);
        right += predicted.require("prediction").text(row).equals(label) ? 1 : 0;
      }
      assertThat(right).as(model.getKey()).isGreaterThan(120);
      assertSameAfterLoading(model.getKey(), model.getValue(), test);
    }
  }

  @Test
  void aTableBecomesVectorsThatClustersAreFoundIn() {
    Frame features = TRAIN.without(List.of("price"));

    TableVectors vectors = TableVectors.learn(features);

    double[][] rows = vectors.of(features);
    assertThat(rows).hasDimensions(400, vectors.columns());
    KMeansModel clusters = KMeans.fit(rows, KMeansSettings.of(3), StopSignal.never());
    assertThat(clusters.nearest(rows)).contains(0, 1, 2);
  }

  @Test
  void theSameSeedGivesTheSameModel() {
    double[][] first = TableTraining.regression(TRAIN, "price").forest(s -> s).predictNumbers(TEST);
    double[][] second =
        TableTraining.regression(TRAIN, "price").forest(s -> s).predictNumbers(TEST);

    assertThat(second).isDeepEqualTo(first);
  }

  @Test
  void naiveBayesOfNumbersIsRefused() {
    TableTraining training = TableTraining.regression(TRAIN, "price");

    assertThatThrownBy(() -> training.bayes(BayesKind.GAUSSIAN, s -> s))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("0 classes are too few");
  }

  private void assertSameAfterLoading(String name, TabularModel model, Frame rows)
      throws IOException {
    Instant time = Instant.parse("2026-01-02T03:04:05Z");
    model.save(folder.resolve(name), ModelStamp.of("0123456789abcdef0123456789abcdef", time));
    assertThat(TabularModel.load(folder.resolve(name)).predictNumbers(rows))
        .as(name)
        .isDeepEqualTo(model.predictNumbers(rows));
  }

  private static double r2(TabularModel model) {
    double[] actual = ((NumberColumn) TEST.require("price")).values();
    double[] predicted = model.predictNumbers(TEST)[0];
    return new RegressionScores(actual, predicted, TargetSpread.of(actual)).value(Metric.R2_SCORE);
  }
}
