package dev.lazuli.ml.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChartsTest {
  @Test
  void theConfusionMatrixHasAzuresShape() {
    var predictions =
        Predictions.of(new int[] {0, 1, 1}, new double[] {0.9, 0.1, 0.2, 0.8, 0.7, 0.3}, 2);

    MetricArtifact artifact =
        ClassificationCharts.confusionMatrix(predictions, List.of("no", "yes"));

    assertThat(artifact.document())
        .isEqualTo(
            Map.of(
                "schema_type", "confusion_matrix",
                "schema_version", "1.0.0",
                "data",
                    Map.of(
                        "class_labels", List.of("no", "yes"),
                        "matrix", List.of(List.of(1L, 0L), List.of(1L, 1L)))));
  }

  @Test
  void theAccuracyTableCountsAtEveryThreshold() {
    var predictions =
        Predictions.of(new int[] {0, 1, 1}, new double[] {0.9, 0.1, 0.2, 0.8, 0.7, 0.3}, 2);

    MetricArtifact artifact = ClassificationCharts.accuracyTable(predictions, List.of("no", "yes"));

    assertThat(((Map<?, ?>) artifact.data()).keySet().stream().map(String::valueOf))
        .containsExactly(
            "probability_tables",
            "percentile_tables",
            "probability_thresholds",
            "percentile_thresholds",
            "class_labels");
    @SuppressWarnings("unchecked")
    var tables =
        (List<List<List<Integer>>>) Objects.requireNonNull(artifact.field("probability_tables"));
    assertThat(tables).hasSize(2);
    assertThat(tables.get(1)).hasSize(100).startsWith(List.of(2, 1, 0, 0));
    assertThat(tables.get(1).get(50)).containsExactly(1, 0, 1, 1);
  }

  @Test
  void residualsAreCountedInTenBins() {
    double[] actual = {1, 2, 3, 4};
    double[] predicted = {1, 2.5, 2, 40};

    MetricArtifact artifact =
        RegressionCharts.residuals(actual, predicted, new TargetSpread(1, 4, 1));

    assertThat(artifact.field("bin_edges"))
        .isEqualTo(List.of(-2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 36.0));
    assertThat(artifact.field("bin_counts")).isEqualTo(List.of(0, 0, 0, 1, 0, 1, 1, 0, 0, 1));
    assertThat(artifact.field("res_count")).isEqualTo(4);
    assertThat(artifact.field("mean")).isEqualTo(8.875);
  }

  @Test
  void predictionsAreAveragedInBinsOfTheTrueValue() {
    double[] actual = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    double[] predicted = {0, 1, 2, 3, 4, 5, 6, 7, 8, 19};

    MetricArtifact artifact = RegressionCharts.predictedTrue(actual, predicted, actual);

    assertThat(artifact.schemaType()).isEqualTo("predictions");
    assertThat(artifact.field("bin_edges")).isEqualTo(List.of(0.0, 0.09, 4.5, 8.91, 9.0));
    assertThat(artifact.field("bin_counts")).isEqualTo(List.of(1, 4, 4, 1));
    assertThat(artifact.field("bin_averages")).isEqualTo(List.of(0.0, 2.5, 6.5, 19.0));
  }
}
