package dev.lazuli.ml.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.metric.Metric.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {
  @ParameterizedTest
  @ValueSource(strings = {"AUC_weighted", "AUCWeighted", "auc_weighted", "AucWeighted"})
  void namesAreUnderstoodInAllOfAzuresSpellings(String name) {
    assertThat(Metric.parse(Kind.CLASSIFICATION, name)).isEqualTo(Metric.AUC_WEIGHTED);
  }

  @Test
  void regressionNamesAreUnderstoodToo() {
    assertThat(Metric.parse(Kind.REGRESSION, "NormalizedRootMeanSquaredError"))
        .isEqualTo(Metric.NORMALIZED_ROOT_MEAN_SQUARED_ERROR);
    assertThat(Metric.parse(Kind.REGRESSION, "R2Score")).isEqualTo(Metric.R2_SCORE);
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Metric.parse(Kind.REGRESSION, "accuracy"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("primary_metric 'accuracy' is no metric of regression; use one of")
        .hasMessageContaining("r2_score, root_mean_squared_error");
  }

  @Test
  void valuesSortFromBestToWorst() {
    List<Double> values =
        Stream.of(0.2, Double.NaN, 0.9).sorted(Metric.ACCURACY.bestFirst()).toList();
    List<Double> losses =
        Stream.of(0.2, Double.NaN, 0.9).sorted(Metric.LOG_LOSS.bestFirst()).toList();

    assertThat(values).containsExactly(0.9, 0.2, Double.NaN);
    assertThat(losses).containsExactly(0.2, 0.9, Double.NaN);
  }
}
