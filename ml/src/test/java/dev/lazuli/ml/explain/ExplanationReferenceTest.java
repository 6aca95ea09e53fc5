package dev.lazuli.ml.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.score.LightGbmModel;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationReferenceTest {
  private static final Json REFERENCE = Oracle.json(ExplanationReferenceTest.class, "explain.json");

  @ParameterizedTest
  @ValueSource(strings = {"number", "classes"})
  void interventionalContributionsAreThoseOfShap(String name) {
    Json expected = REFERENCE.require(name);
    TreeEnsemble ensemble = ensemble(name);
    double[][] background = cells("background");
    double[][] rows = cells("rows");
    double[] means = Oracle.numbers(expected.require("expected"));

    InterventionalExplainer explainer = new InterventionalExplainer(ensemble, background);

    double[] out = new double[explainer.size()];
    double[] scores = new double[ensemble.outputs()];
    int width = ensemble.features() + 1;
    for (int i = 0; i < rows.length; i++) {
      explainer.explain(rows[i], out);
      ensemble.score(rows[i], scores);
      double[][] values = Oracle.matrix(expected.require("values").items().get(i));
      for (int c = 0; c < scores.length; c++) {
        double[] own = Arrays.copyOfRange(out, c * width, (c + 1) * width);
        assertThat(Arrays.copyOf(own, width - 1)).containsExactly(values[c], within(1e-9));
        assertThat(own[width - 1]).isCloseTo(means[c], within(1e-9));
        assertThat(Arrays.stream(own).sum()).isCloseTo(scores[c], within(1e-9));
      }
    }
  }

  @Test
  void partialDependenceIsThatOfScikitLearn() {
    double[][] rows = Oracle.matrix(REFERENCE.require("whole"));
    double[] grid = Oracle.numbers(REFERENCE.require("grid"));

    PartialDependence dependence =
        PartialDependence.of(ensemble("number"), Link.IDENTITY, rows, 1, grid, StopSignal.never());

    assertThat(dependence.mean(0))
        .containsExactly(Oracle.numbers(REFERENCE.require("average")), within(1e-12));
    double[][] individual = Oracle.matrix(REFERENCE.require("individual"));
    for (int i = 0; i < rows.length; i++) {
      assertThat(dependence.curve(0, i)).containsExactly(individual[i], within(1e-12));
    }
  }

  @Test
  void shufflingLowersTheScoreAsInScikitLearn() {
    double[][] rows = Oracle.matrix(REFERENCE.require("whole"));
    double[] target = Oracle.numbers(REFERENCE.require("whole_target"));
    double[] means = Oracle.numbers(REFERENCE.require("permutation_mean"));
    double[] deviations = Oracle.numbers(REFERENCE.require("permutation_deviation"));

    PermutationImportance importance =
        PermutationImportance.measure(
            ensemble("number"), rows, s -> -meanSquare(s, target), 400, 3, StopSignal.never());

    for (int f = 0; f < means.length; f++) {
      double error = 5 * deviations[f] / Math.sqrt(400);
      assertThat(importance.mean(f)).isCloseTo(means[f], within(error));
      assertThat(importance.deviation(f)).isCloseTo(deviations[f], within(0.2 * deviations[f]));
    }
    assertThat(importance.mean(0)).isGreaterThan(importance.mean(3));
  }

  @Test
  void theSameSeedShufflesTheSame() {
    double[][] rows = Oracle.matrix(REFERENCE.require("whole"));

    double[][] drops = new double[2][];
    for (int i = 0; i < 2; i++) {
      drops[i] =
          PermutationImportance.measure(
                  ensemble("number"), rows, s -> s[0] + s[7], 4, 3, StopSignal.never())
              .drops(0);
    }

    assertThat(drops[0]).containsExactly(drops[1]);
  }

  @Test
  void gainsAndSplitsAreThoseOfLightGbm() {
    TreeEnsemble ensemble = ensemble("number");

    double[] splits = Arrays.stream(GlobalImportance.splits(ensemble)).asDoubleStream().toArray();

    assertThat(splits).containsExactly(Oracle.numbers(REFERENCE.require("splits")));
    double[] gains = Oracle.numbers(REFERENCE.require("gains"));
    double[] ours = GlobalImportance.gains(ensemble);
    for (int f = 0; f < gains.length; f++) {
      assertThat(ours[f]).isCloseTo(gains[f], within(1e-3 * gains[f]));
    }
  }

  @Test
  void bothExplainersTellTheSameFeatureFirst() {
    TreeEnsemble ensemble = ensemble("number");
    var rows = Arrays.asList(cells("rows"));

    double[] dependent = new TreeExplainer(ensemble).importance(rows);
    double[] interventional =
        GlobalImportance.meanContributions(
            new InterventionalExplainer(ensemble, cells("background")), rows);

    for (int f = 1; f < dependent.length; f++) {
      assertThat(dependent[0]).isGreaterThan(dependent[f]);
      assertThat(interventional[0]).isGreaterThan(interventional[f]);
    }
  }

  @Test
  void gridsHoldDistinctValues() {
    double[] values = {3, 1, Double.NaN, 1, 2, 9, 2};

    assertThat(PartialDependence.quantiles(values, 10)).containsExactly(1, 2, 3, 9);
    assertThat(PartialDependence.quantiles(values, 3)).containsExactly(1, 2, 9);
    assertThat(PartialDependence.codes(3)).containsExactly(0, 1, 2);
    assertThatThrownBy(() -> PartialDependence.quantiles(values, 1))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void noBackgroundIsRefused() {
    assertThatThrownBy(() -> new InterventionalExplainer(ensemble("number"), new double[0][]))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("there are no background rows");
  }

  private static double meanSquare(double[] scores, double[] target) {
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      sum += (scores[i] - target[i]) * (scores[i] - target[i]);
    }
    return sum / target.length;
  }

  private static TreeEnsemble ensemble(String name) {
    return LightGbmModel.parse(REFERENCE.require(name).require("model").text()).ensemble();
  }

  private static double[][] cells(String name) {
    return REFERENCE.require(name).items().stream()
        .map(line ->
            line.items().stream()
                .mapToDouble(v -> v instanceof Json.Numeral(double x) ? x : Double.NaN)
                .toArray())
        .toArray(double[][]::new);
  }
}
