package dev.lazuli.ml.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.automl.AutoMl;
import dev.lazuli.ml.automl.AutoMlSettings;
import dev.lazuli.ml.automl.Ensembles;
import dev.lazuli.ml.automl.MixedTables;
import dev.lazuli.ml.frame.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CombinationTest {
  @TempDir Path folder;

  @Test
  void eachCalibrationAndTheFactorsLoadTheSame() throws IOException {
    TabularModel two = model("sold");
    TabularModel three = model("kind");

    for (Calibration calibration :
        List.of(
            new Calibration.Temperature(0.6),
            new Calibration.Platt(0.7, -0.2),
            new Calibration.Isotonic(
                new int[] {3}, new double[] {0.1, 0.5, 0.8}, new double[] {0.05, 0.6, 0.9}))) {
      assertSameAfterLoading(with(two, calibration, new double[] {0.2, 0.8}), "sold");
    }
    for (Calibration calibration :
        List.of(
            new Calibration.Temperature(1.4),
            new Calibration.Isotonic(
                new int[] {2, 1, 2},
                new double[] {0.1, 0.5, 0.3, 0.2, 0.8},
                new double[] {0.05, 0.6, 0.4, 0.1, 0.9}))) {
      assertSameAfterLoading(with(three, calibration, new double[] {1, 2, 0.5}), "kind");
    }
  }

  @Test
  void aStackLoadsTheSame() throws IOException {
    for (String target : List.of("price", "sold", "kind")) {
      Frame train = MixedTables.withTarget(target, 200, 1);
      AutoMlSettings settings =
          target.equals("price")
              ? AutoMlSettings.regression(target)
              : AutoMlSettings.classification(target);
      for (Ensembles.MetaLearner learner : Ensembles.MetaLearner.values()) {
        TabularModel model =
            AutoMl.run(
                    train,
                    settings
                        .withEnsembles(
                            Ensembles.defaults()
                                .withVote(false)
                                .withStack(true)
                                .withMetaLearner(learner, 1))
                        .withAllowed(algorithms(target))
                        .withFolds(2)
                        .withMaxTrials(2))
                .model();

        assertSameAfterLoading(model, target);
      }
    }
  }

  @Test
  void factorsDecideForTheClassThatTheyFavour() {
    TabularModel model = model("sold");
    Frame rows = MixedTables.withTarget("sold", 50, 3);

    TabularModel never = with(model, new Calibration.None(), new double[] {1, 0});

    assertThat(never.decided(never.predictNumbers(rows))).containsOnly(0);
    assertThat(never.predictNumbers(rows)).isDeepEqualTo(model.predictNumbers(rows));
  }

  private static List<String> algorithms(String target) {
    return List.of("DecisionTree", target.equals("price") ? "ElasticNet" : "LogisticRegression");
  }

  private static TabularModel model(String target) {
    return AutoMl.run(
            MixedTables.withTarget(target, 150, 1),
            AutoMlSettings.classification(target)
                .withAllowed(List.of("LightGBM"))
                .withFolds(2)
                .withMaxTrials(1))
        .model();
  }

  private static TabularModel with(TabularModel model, Calibration calibration, double[] factors) {
    return new TabularModel(
        model.target(),
        model.encoder(),
        model.members(),
        new Combination(Optional.empty(), calibration, factors),
        model.example());
  }

  private void assertSameAfterLoading(TabularModel model, String target) throws IOException {
    Frame rows = MixedTables.strange(target, 80, 2);
    model.save(folder, ModelStamp.of("0".repeat(32), Instant.EPOCH));

    TabularModel loaded = TabularModel.load(folder);

    assertThat(loaded.predictNumbers(rows)).isDeepEqualTo(model.predictNumbers(rows));
    if (model.task() == Task.CLASSIFICATION) {
      double[][] predicted = model.predictNumbers(rows);
      assertThat(loaded.decided(predicted)).isEqualTo(model.decided(predicted));
    }
  }
}
