package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.ensemble.CalibrationFit;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.Calibration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProbabilitiesTest {
  @Test
  void probabilitiesAreTrueWhereModelsAreJudgedByRanks() {
    AutoMlSettings settings =
        AutoMlSettings.classification("label")
            .withMetric("AUC_weighted")
            .withBudget(Duration.ofMinutes(10))
            .withAllowed(List.of("LightGBM"))
            .withMaxTrials(6)
            .withMaxConcurrentTrials(1);
    Frame fresh = table(4_000, 2);

    AutoMlResult found = AutoMl.run(table(2000, 1), settings);

    double[][] predicted = found.model().predictNumbers(fresh);
    int[] codes = ((TextColumn) fresh.require("label")).codes();
    double[] weights = new double[codes.length];
    Arrays.fill(weights, 1);
    CalibrationFit corrections = new CalibrationFit(predicted, codes, weights);
    double told = corrections.logLoss(new Calibration.None());
    double best = corrections.logLoss(corrections.platt());
    assertThat(told).isLessThan(1.02 * best);
  }

  /// Classes that two of four numbers tell well.
  private static Frame table(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] x = new double[4][rows];
    int[] label = new int[rows];
    for (int i = 0; i < rows; i++) {
      for (double[] column : x) {
        column[i] = random.nextGaussian();
      }
      double odds = 5 * x[0][i] + 2 * x[1][i];
      label[i] = random.nextDouble() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
    }
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < x.length; c++) {
      columns.add(new NumberColumn("x" + c, ColumnType.NUMBER, x[c]));
    }
    columns.add(new TextColumn("label", ColumnType.CATEGORY, label, List.of("no", "yes")));
    return new Frame(columns);
  }
}
