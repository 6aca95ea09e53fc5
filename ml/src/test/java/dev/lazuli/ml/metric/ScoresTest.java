package dev.lazuli.ml.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoresTest {
  private static final TargetSpread SPREAD = new TargetSpread(0, 10, 3);

  @Test
  void classesThatNoRowHasDoNotCountInAverages() {
    double[] probabilities = {0.6, 0.3, 0.1, 0.2, 0.7, 0.1, 0.3, 0.3, 0.4};

    var scores = new ClassificationScores(Predictions.of(new int[] {0, 1, 0}, probabilities, 3));

    assertThat(scores.value(Metric.AUC_MACRO)).isEqualTo(1);
    assertThat(scores.value(Metric.NORM_MACRO_RECALL)).isEqualTo(1);
    assertThat(scores.value(Metric.BALANCED_ACCURACY)).isEqualTo(0.5);
  }

  @Test
  void anAucOfASingleClassIsNotANumber() {
    var scores =
        new ClassificationScores(Predictions.of(new int[] {1, 1}, new double[] {0, 1, 1, 0}, 2));

    assertThat(scores.value(Metric.AUC_WEIGHTED)).isNaN();
    assertThat(scores.value(Metric.ACCURACY)).isEqualTo(0.5);
    assertThat(scores.value(Metric.LOG_LOSS)).isEqualTo(18.02182669, within(1e-8));
  }

  @Test
  void recallWorseThanChanceIsZero() {
    var scores =
        new ClassificationScores(Predictions.of(new int[] {0, 1}, new double[] {0, 1, 1, 0}, 2));

    assertThat(scores.value(Metric.NORM_MACRO_RECALL)).isZero();
    assertThat(scores.value(Metric.MATTHEWS_CORRELATION)).isEqualTo(-1);
  }

  @Test
  void regressionScoresAreBoundedAsInAzure() {
    var scores = new RegressionScores(new double[] {0, 10}, new double[] {100, -100}, SPREAD);

    assertThat(scores.value(Metric.R2_SCORE)).isEqualTo(-1);
    assertThat(scores.value(Metric.NORMALIZED_MEAN_ABSOLUTE_ERROR)).isEqualTo(1);
    assertThat(scores.value(Metric.ROOT_MEAN_SQUARED_LOG_ERROR)).isNaN();
    assertThat(scores.value(Metric.SPEARMAN_CORRELATION)).isEqualTo(-1);
  }

  @Test
  void equalTargetsAreNoError() {
    var perfect =
        new RegressionScores(new double[] {3, 3}, new double[] {3, 3}, new TargetSpread(3, 3, 0));
    var wrong =
        new RegressionScores(new double[] {3, 3}, new double[] {3, 4}, new TargetSpread(3, 3, 0));

    assertThat(perfect.value(Metric.NORMALIZED_ROOT_MEAN_SQUARED_ERROR)).isZero();
    assertThat(perfect.value(Metric.R2_SCORE)).isEqualTo(1);
    assertThat(wrong.value(Metric.NORMALIZED_ROOT_MEAN_SQUARED_ERROR)).isEqualTo(1);
    assertThat(wrong.value(Metric.SPEARMAN_CORRELATION)).isEqualTo(-1);
  }
}
