package dev.lazuli.ml.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.NumberStore;
import dev.lazuli.ml.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BayesFitTest {
  private static final Json REFERENCE = Oracle.json(BayesFitTest.class, "bayes.json");
  private static final double[] CLASSES = Oracle.numbers(REFERENCE.require("classes"));
  private static final double[] WEIGHTS = Oracle.numbers(REFERENCE.require("weights"));
  private static final int[] ROWS = Oracle.range(0, CLASSES.length);

  @Test
  void probabilitiesAreThoseOfScikitLearn() {
    for (Json expected : REFERENCE.require("cases").items()) {
      String name = expected.require("name").text();
      double[][] x = Oracle.matrix(REFERENCE.require(expected.require("table").text()));
      double smoothing = expected.require("smoothing").number();
      BayesKind kind = name.equals("CODES") ? BayesKind.GAUSSIAN : BayesKind.valueOf(name);
      BayesSettings settings = BayesSettings.of(kind, 3).withThreshold(0.3);
      settings =
          name.equals("GAUSSIAN")
              ? settings.withVarianceShare(smoothing)
              : settings.withAlpha(smoothing);
      FeatureTable table = name.equals("CODES") ? codes(x) : Oracle.table(x);
      double[] weights = expected.require("weighted").write().equals("true") ? WEIGHTS : null;

      BayesModel model = BayesFit.fit(table, ROWS, CLASSES, weights, settings, StopSignal.never());

      double[][] probabilities = Oracle.matrix(expected.require("probabilities"));
      for (int i = 0; i < x.length; i++) {
        assertThat(probabilities(model, x[i]))
            .as("%s, row %d", name, i)
            .containsExactly(probabilities[i], within(1e-11));
      }
    }
  }

  @Test
  void aMissingValueSaysNothing() {
    BayesModel model = fit(BayesKind.GAUSSIAN, Oracle.table(numbers()));

    double[] nothing = {Double.NaN, Double.NaN, Double.NaN};

    double first = IntStream.range(0, CLASSES.length).filter(i -> CLASSES[i] == 0).count();
    assertThat(probabilities(model, nothing)[0]).isCloseTo(first / CLASSES.length, within(1e-12));
  }

  @Test
  void categoriesCountAsOneNumberForEachCode() {
    double[][] codes = Oracle.matrix(REFERENCE.require("codes"));
    double[][] switches = new double[codes.length][8];
    for (int i = 0; i < codes.length; i++) {
      switches[i][(int) codes[i][0]] = 1;
      switches[i][4 + (int) codes[i][1]] = 1;
    }
    for (BayesKind kind :
        new BayesKind[] {BayesKind.BERNOULLI, BayesKind.MULTINOMIAL, BayesKind.COMPLEMENT}) {
      BayesModel fromCodes = fit(kind, codes(codes));
      BayesModel fromSwitches = fit(kind, Oracle.table(switches));

      for (int i = 0; i < codes.length; i++) {
        assertThat(probabilities(fromCodes, codes[i]))
            .containsExactly(probabilities(fromSwitches, switches[i]), within(1e-12));
      }
    }
  }

  @Test
  void negativeCountsAreRefusedUnlessScaled() {
    FeatureTable table = Oracle.table(numbers());

    assertThatThrownBy(() -> fit(BayesKind.MULTINOMIAL, table))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("counts must not be negative");
    BayesModel model =
        BayesFit.fit(
            table,
            ROWS,
            CLASSES,
            null,
            BayesSettings.of(BayesKind.MULTINOMIAL, 3).withScaling(true),
            StopSignal.never());
    assertThat(probabilities(model, new double[] {-1e9, 1e9, 0})).doesNotContain(Double.NaN);
  }

  @Test
  void aModelIsReadAsItWasStored() {
    double[][] codes = Oracle.matrix(REFERENCE.require("codes"));
    List<Feature> features = new ArrayList<>(Oracle.table(numbers()).features());
    features.addAll(codes(codes).features());
    for (BayesKind kind : BayesKind.values()) {
      BayesModel model =
          BayesFit.fit(
              FeatureTable.of(features),
              ROWS,
              CLASSES,
              null,
              BayesSettings.of(kind, 3).withScaling(true),
              StopSignal.never());
      NumberStore store = Oracle.store();

      model.store(store, "m_");

      double[] row = {0.2, -3, Double.NaN, 1, 3};
      assertThat(probabilities(BayesModel.read(store, "m_"), row))
          .containsExactly(probabilities(model, row));
    }
  }

  private static double[][] numbers() {
    return Oracle.matrix(REFERENCE.require("numbers"));
  }

  private static BayesModel fit(BayesKind kind, FeatureTable table) {
    BayesSettings settings = BayesSettings.of(kind, 3);
    return BayesFit.fit(table, ROWS, CLASSES, null, settings, StopSignal.never());
  }

  private static FeatureTable codes(double[][] x) {
    List<Feature> features = new ArrayList<>();
    for (int f = 0; f < x[0].length; f++) {
      int feature = f;
      int[] codes = IntStream.range(0, x.length).map(i -> (int) x[i][feature]).toArray();
      features.add(new Feature.Categorical("c" + f, codes, 4));
    }
    return FeatureTable.of(features);
  }

  private static double[] probabilities(BayesModel model, double[] row) {
    double[] out = new double[3];
    model.score(row, out);
    model.link().apply(out);
    return out;
  }
}
