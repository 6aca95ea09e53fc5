package dev.lazuli.ml.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.score.TreeEnsemble;
import dev.lazuli.ml.tree.CartSettings.Criterion;
import java.util.List;
import org.junit.jupiter.api.Test;

class CartFitTest {
  @Test
  void predictionsAreThoseOfScikitLearn() {
    List<Json> cases = Oracle.json(CartFitTest.class, "cart.json").require("cases").items();
    for (int number = 0; number < cases.size(); number++) {
      Json expected = cases.get(number);
      double[][] x = values(expected.require("x"));
      int classes = expected.require("classes").integer();
      double[] weights = Oracle.numbers(expected.require("weights"));

      TreeEnsemble tree =
          CartFit.fit(
              Oracle.table(x),
              Oracle.range(0, x.length),
              Oracle.numbers(expected.require("target")),
              weights.length == 0 ? null : weights,
              settings(expected, classes),
              StopSignal.never());

      assertThat(tree.trees().getFirst().leaves())
          .as("case %d", number)
          .isEqualTo(expected.require("leaves").integer());
      double[] out = new double[tree.outputs()];
      for (int i = 0; i < x.length; i++) {
        Json predicted = expected.require("predictions").items().get(i);
        tree.score(x[i], out);
        double[] wanted =
            switch (classes) {
              case 0 -> new double[] {predicted.number()};
              case 2 -> new double[] {Oracle.numbers(predicted)[1]};
              default -> Oracle.numbers(predicted);
            };
        assertThat(out).as("case %d, row %d", number, i).containsExactly(wanted, within(1e-12));
      }
    }
  }

  @Test
  void categoriesArePartedBySets() {
    int[] codes = {0, 1, 2, 3, 0, 1, 2, 3, -1, -1};
    double[] target = {5, 1, 5, 1, 5, 1, 5, 1, 1, 1};
    FeatureTable table = FeatureTable.of(List.of(new Feature.Categorical("c", codes, 5)));

    TreeEnsemble tree = fit(table, target, CartSettings.regression());

    assertThat(tree.trees().getFirst().leaves()).isEqualTo(2);
    assertThat(score(tree, 0)).isEqualTo(5);
    assertThat(score(tree, 3)).isEqualTo(1);
    assertThat(score(tree, Double.NaN)).isEqualTo(1);
  }

  @Test
  void missingValuesAloneCanBeParted() {
    double[] x = {1, 2, 3, Double.NaN, Double.NaN, Double.NaN};
    double[] target = {0, 0, 0, 7, 7, 7};
    FeatureTable table = FeatureTable.of(List.of(new Feature.Numeric("x", x)));

    TreeEnsemble tree = fit(table, target, CartSettings.regression());

    assertThat(tree.trees().getFirst().leaves()).isEqualTo(2);
    assertThat(score(tree, Double.NaN)).isEqualTo(7);
    assertThat(score(tree, 1e300)).isZero();
  }

  @Test
  void aSplitThatHelpsOnlyLaterIsFound() {
    double[][] x = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};

    TreeEnsemble tree =
        fit(Oracle.table(x), new double[] {0, 1, 1, 0}, CartSettings.classification(2));

    double[] out = new double[1];
    tree.score(x[1], out);
    Link.SHARES.apply(out);
    assertThat(out[0]).isEqualTo(1);
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> CartSettings.regression().withCriterion(Criterion.ENTROPY))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("entropy is for classes, not for numbers");
    assertThatThrownBy(() -> CartSettings.regression().withRows(1, 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("rows_to_split is 1.0");
  }

  private static TreeEnsemble fit(FeatureTable table, double[] target, CartSettings settings) {
    int[] rows = Oracle.range(0, target.length);
    return CartFit.fit(table, rows, target, null, settings, StopSignal.never());
  }

  private static double score(TreeEnsemble tree, double value) {
    double[] out = new double[1];
    tree.score(new double[] {value}, out);
    return out[0];
  }

  private static double[][] values(Json lines) {
    return lines.items().stream()
        .map(line ->
            line.items().stream()
                .mapToDouble(v -> v instanceof Json.Numeral(double x) ? x : Double.NaN)
                .toArray())
        .toArray(double[][]::new);
  }

  private static CartSettings settings(Json expected, int classes) {
    CartSettings settings =
        classes == 0 ? CartSettings.regression() : CartSettings.classification(classes);
    return settings
        .withCriterion(expected.find("entropy").isPresent() ? Criterion.ENTROPY : Criterion.SQUARES)
        .withSize(
            expected.find("depth").map(Json::integer).orElse(0),
            expected.find("max_leaves").map(Json::integer).orElse(Integer.MAX_VALUE))
        .withRows(
            expected.find("split").map(Json::integer).orElse(2),
            expected.find("leaf").map(Json::integer).orElse(1))
        .withDecreaseMin(expected.find("decrease").map(Json::number).orElse(0.0))
        .withPruning(expected.find("pruning").map(Json::number).orElse(0.0));
  }
}
