package dev.lazuli.ml.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares with numbers that scikit-learn and scipy gave; `metrics.py` beside them made them.
class ReferenceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "classes2",
        "classes2weighted",
        "classes4",
        "classes4weighted",
        "subset",
        "subsetweighted",
        "decided",
        "decidedweighted",
        "zeros"
      })
  void classificationMetricsAreThoseOfScikitLearn(String name) throws IOException {
    Map<String, double[]> expected = numbers(name);
    int[] actual =
        Arrays.stream(require(expected, "actual")).mapToInt(value -> (int) value).toArray();
    int classes = (int) require(expected, "classes")[0];
    Predictions predictions = Predictions.of(actual, require(expected, "probabilities"), classes);
    if (expected.containsKey("weights")) {
      predictions = predictions.withWeights(require(expected, "weights"));
    }
    if (expected.containsKey("predicted")) {
      predictions =
          predictions.withPredicted(
              Arrays.stream(require(expected, "predicted"))
                  .mapToInt(group -> (int) group)
                  .toArray());
    }

    Map<Metric, Double> values = new ClassificationScores(predictions).values();

    assertThat(values).hasSize(21);
    values.forEach((metric, value) -> assertSame(expected, metric.azureName(), value));
    PositiveScores.of(predictions, 1)
        .forEach((metric, value) -> assertSame(expected, metric, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"regression", "regressionweighted", "test", "testweighted"})
  void regressionMetricsAreThoseOfScikitLearn(String name) throws IOException {
    Map<String, double[]> expected = numbers(name);
    double[] actual = require(expected, "actual");
    double[] predicted = require(expected, "predicted");
    TargetSpread spread =
        TargetSpread.of(expected.containsKey("targets") ? require(expected, "targets") : actual);
    RegressionScores scores =
        expected.containsKey("weights")
            ? new RegressionScores(actual, predicted, spread, require(expected, "weights"))
            : new RegressionScores(actual, predicted, spread);

    Map<Metric, Double> values = scores.values();

    assertThat(values).hasSize(12);
    values.forEach((metric, value) -> assertSame(expected, metric.azureName(), value));
  }

  @Test
  void everyMetricIsCompared() throws IOException {
    for (Metric metric : Metric.values()) {
      String name = metric.kind() == Metric.Kind.REGRESSION ? "regression" : "classes4";
      assertThat(numbers(name)).containsKey(metric.azureName());
    }
  }

  private static void assertSame(Map<String, double[]> expected, String metric, double value) {
    double reference = require(expected, metric)[0];
    assertThat(value)
        .as(metric)
        .isEqualTo(reference, within(1e-12 * Math.max(1, Math.abs(reference))));
  }

  private static double[] require(Map<String, double[]> numbers, String name) {
    return Objects.requireNonNull(numbers.get(name), name);
  }

  private static Map<String, double[]> numbers(String name) throws IOException {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    try (InputStream in = ReferenceTest.class.getResourceAsStream("/reference/metrics.csv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.split("\n", -1)) {
        String[] parts = line.split(",", -1);
        if (parts[0].equals(name)) {
          numbers.put(
              parts[1], Arrays.stream(parts).skip(2).mapToDouble(Double::parseDouble).toArray());
        }
      }
    }
    return numbers;
  }
}
