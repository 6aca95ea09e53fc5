package dev.lazuli.ml.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinearFitTest {
  @Test
  void coefficientsAreThoseOfScikitLearn() throws IOException {
    Json reference = reference();
    FeatureTable table = table(reference.require("x").items());
    for (Json expected : reference.require("cases").items()) {
      LinearModel model = fit(table, expected);

      for (int output = 0; output < model.outputs(); output++) {
        List<Json> slopes = expected.require("slopes").items().get(output).items();
        for (int feature = 0; feature < slopes.size(); feature++) {
          assertThat(model.slope(feature, output))
              .describedAs("%s, feature %d", expected.require("family").text(), feature)
              .isCloseTo(slopes.get(feature).number(), within(1e-6));
        }
        assertThat(model.intercept(output) - shift(model, expected))
            .isCloseTo(expected.require("intercepts").items().get(output).number(), within(2e-6));
      }
    }
  }

  @Test
  void aCategoryGetsTheMeanOfItsRowsWithoutPenalty() {
    int[] codes = {0, 0, 1, 1, 2, 2, -1, -1};
    double[] target = {1, 3, 10, 12, 5, 5, 7, 9};
    FeatureTable table = FeatureTable.of(List.of(new Feature.Categorical("c", codes, 4)));
    LinearSettings settings = LinearSettings.of(Family.GAUSSIAN, 1).withTolerance(1e-10);

    LinearModel model =
        new LinearFit(table, rows(8), target, null, settings, StopSignal.never()).fit(1e-9);

    double[] out = new double[1];
    model.score(new double[] {1}, out);
    assertThat(out[0]).isCloseTo(11, within(1e-5));
    model.score(new double[] {Double.NaN}, out);
    assertThat(out[0]).isCloseTo(8, within(1e-5));
  }

  @Test
  void weightsCountAsRowsThatComeSeveralTimes() {
    double[] x = {1, 2, 3, 4, 5};
    double[] y = {1, 3, 2, 5, 4};
    double[] weights = {1, 2, 1, 1, 3};
    double[] manyX = {1, 2, 2, 3, 4, 5, 5, 5};
    double[] manyY = {1, 3, 3, 2, 5, 4, 4, 4};
    LinearSettings settings = LinearSettings.of(Family.GAUSSIAN, 1).withTolerance(1e-12);

    LinearModel weighted =
        new LinearFit(numbers(x), rows(5), y, weights, settings, StopSignal.never()).fit(0);
    LinearModel repeated =
        new LinearFit(numbers(manyX), rows(8), manyY, null, settings, StopSignal.never()).fit(0);

    assertThat(weighted.slope(0, 0)).isCloseTo(repeated.slope(0, 0), within(1e-9));
    assertThat(weighted.intercept(0)).isCloseTo(repeated.intercept(0), within(1e-9));
  }

  @Test
  void itEndsWhenToldTo() {
    StopSignal stop = StopSignal.never();
    stop.stop();
    LinearSettings settings = LinearSettings.of(Family.GAUSSIAN, 1);
    double[] x = {1, 2, 3};

    assertThatThrownBy(() -> new LinearFit(numbers(x), rows(3), x, null, settings, stop).fit(0.1))
        .isInstanceOf(StopSignal.Stopped.class);
  }

  private static LinearModel fit(FeatureTable table, Json expected) {
    Family family = Family.valueOf(expected.require("family").text().toUpperCase(Locale.ROOT));
    double[] target =
        expected.require("target").items().stream().mapToDouble(Json::number).toArray();
    LinearSettings settings =
        LinearSettings.of(family, expected.require("classes").integer())
            .withL1Ratio(expected.require("l1_ratio").number())
            .withIterationsMax(2000)
            .withTolerance(1e-11);
    return new LinearFit(table, rows(target.length), target, null, settings, StopSignal.never())
        .fit(expected.require("lambda").number());
  }

  /// How far our intercepts lie above the expected ones; only for several classes, where any shift
  /// gives the same probabilities.
  private static double shift(LinearModel model, Json expected) {
    double shift = 0;
    List<Json> intercepts = expected.require("intercepts").items();
    for (int output = 0; output < model.outputs(); output++) {
      shift += (model.intercept(output) - intercepts.get(output).number()) / model.outputs();
    }
    return model.outputs() == 1 ? 0 : shift;
  }

  private static FeatureTable table(List<Json> lines) {
    List<Feature> features = new ArrayList<>();
    for (int f = 0; f < lines.getFirst().items().size(); f++) {
      int feature = f;
      features.add(
          new Feature.Numeric(
              "x" + f,
              lines.stream().mapToDouble(line -> line.items().get(feature).number()).toArray()));
    }
    return FeatureTable.of(features);
  }

  private static FeatureTable numbers(double[] values) {
    return FeatureTable.of(List.of(new Feature.Numeric("x", values)));
  }

  private static int[] rows(int count) {
    return IntStream.range(0, count).toArray();
  }

  private static Json reference() throws IOException {
    try (InputStream in = LinearFitTest.class.getResourceAsStream("linear.json")) {
      assertThat(in).isNotNull();
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
