package dev.lazuli.ml.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.model.Calibration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationFitTest {
  private static final int ROWS = 20_000;

  @Test
  void aLineThroughTheLogOddsIsFoundAgain() {
    double[][] said = new double[2][ROWS];
    int[] came = new int[ROWS];
    draw(said, came, 0.5, -0.7);

    Calibration.Platt found = fit(said, came).platt();

    assertThat(found.slope()).isCloseTo(0.5, within(0.03));
    assertThat(found.shift()).isCloseTo(-0.7, within(0.05));
  }

  @Test
  void eachCorrectionLowersTheLogLossOfOverconfidentProbabilities() {
    double[][] said = new double[2][ROWS];
    int[] came = new int[ROWS];
    draw(said, came, 0.4, 0);
    CalibrationFit fit = fit(said, came);
    double before = fit.logLoss(new Calibration.None());

    assertThat(fit.logLoss(fit.temperature())).isLessThan(before - 0.05);
    assertThat(fit.logLoss(fit.platt())).isLessThan(before - 0.05);
    assertThat(fit.logLoss(fit.isotonic())).isLessThan(before - 0.05);
    assertThat(fit.temperature().power()).isCloseTo(0.4, within(0.03));
  }

  @Test
  void theLineRisesAndStaysNearWhatCameTrue() {
    double[][] said = {new double[] {0.9, 0.8, 0.7, 0.4, 0.3, 0.1}, new double[6]};
    Arrays.setAll(said[1], row -> 1 - said[0][row]);
    int[] came = {0, 0, 1, 0, 1, 1};

    Calibration.Isotonic line = fit(said, came).isotonic();

    assertThat(line.counts()).containsExactly(line.from().length);
    assertThat(line.to()).isSorted().doesNotHaveDuplicates();
    assertThat(line.from()).isSorted().startsWith(0).endsWith(1);
    double[] row = {0.45, 0.55};
    line.apply(row);
    assertThat(row[1]).isBetween(0.3, 0.7);
    assertThat(row[0] + row[1]).isCloseTo(1, within(1e-12));
  }

  @Test
  void manyClassesStayProbabilities() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] said = new double[3][600];
    int[] came = new int[600];
    for (int row = 0; row < 600; row++) {
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        said[c][row] = random.nextDouble();
        sum += said[c][row];
      }
      for (int c = 0; c < 3; c++) {
        said[c][row] /= sum;
      }
      came[row] = random.nextInt(3);
    }
    CalibrationFit fit = fit(said, came);

    for (Calibration calibration : new Calibration[] {fit.temperature(), fit.isotonic()}) {
      double[] one = {0.2, 0.5, 0.3};
      calibration.apply(one);
      assertThat(Arrays.stream(one).sum()).isCloseTo(1, within(1e-12));
      assertThat(Arrays.stream(one)).allMatch(p -> p > 0 && p < 1);
    }
  }

  @Test
  void factorsFindTheThresholdOfAMetric() {
    double[][] said = new double[2][5000];
    int[] came = new int[5000];
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < 5000; row++) {
      said[1][row] = 0.3 * random.nextDouble();
      said[0][row] = 1 - said[1][row];
      came[row] = random.nextDouble() < said[1][row] ? 1 : 0;
    }

    double[] factors =
        ClassFactors.find(said, decided -> balanced(came, decided), StopSignal.never());

    int[] decided = ClassFactors.decide(said, factors);
    assertThat(balanced(came, decided)).isGreaterThan(0.6);
    assertThat(Arrays.stream(decided).sum()).isBetween(1000, 4000);
  }

  private static double balanced(int[] came, int[] decided) {
    double[] right = new double[2];
    double[] rows = new double[2];
    for (int row = 0; row < came.length; row++) {
      rows[came[row]]++;
      right[came[row]] += decided[row] == came[row] ? 1 : 0;
    }
    return (right[0] / rows[0] + right[1] / rows[1]) / 2;
  }

  /// Rows whose log-odds are `slope` times those said, plus `shift`.
  private static void draw(double[][] said, int[] came, double slope, double shift) {
    SplittableRandom random = new SplittableRandom(7);
    for (int row = 0; row < ROWS; row++) {
      double odds = 3 * random.nextGaussian();
      said[1][row] = 1 / (1 + Math.exp(-odds));
      said[0][row] = 1 - said[1][row];
      came[row] = random.nextDouble() < 1 / (1 + Math.exp(-(slope * odds + shift))) ? 1 : 0;
    }
  }

  private static CalibrationFit fit(double[][] said, int[] came) {
    double[] ones = new double[came.length];
    Arrays.fill(ones, 1);
    return new CalibrationFit(said, came, ones);
  }
}
