package dev.lazuli.ml.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.json.Json;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KernelSvmTest {
  private static final Json REFERENCE = Oracle.json(KernelSvmTest.class, "kernel.json");
  private static final double[][] X = Oracle.matrix(REFERENCE.require("x"));
  private static final FeatureTable TABLE = Oracle.table(X);
  private static final int[] ROWS = Oracle.range(0, X.length);

  @Test
  void scoresAreThoseOfScikitLearn() {
    for (Json expected : REFERENCE.require("cases").items()) {
      double[] weights = Oracle.numbers(expected.require("weights"));
      double[] target = Oracle.numbers(expected.require("target"));
      KernelSvmSettings settings = settings(expected);

      KernelSvmModel model =
          KernelSvm.fit(
              TABLE,
              ROWS,
              target,
              weights.length == 0 ? null : weights,
              settings,
              StopSignal.never());

      double scale = settings.classes() == 0 ? 20 : 1;
      assertThat(scores(model))
          .as("%s", settings)
          .containsExactly(Oracle.numbers(expected.require("scores")), within(1e-5 * scale));
    }
  }

  @Test
  void aCacheOfTwoRowsChangesNothing() {
    Json expected = REFERENCE.require("cases").items().getFirst();
    double[] target = Oracle.numbers(expected.require("target"));
    KernelSvmSettings settings = settings(expected);
    StopSignal stop = StopSignal.never();

    KernelSvmModel roomy = KernelSvm.fit(TABLE, ROWS, target, null, settings, stop);
    KernelSvmModel tight =
        KernelSvm.fit(TABLE, ROWS, target, null, settings.withCacheBytes(0), stop);

    assertThat(scores(tight)).isEqualTo(scores(roomy));
  }

  @Test
  void probabilitiesOfClassesInRingsAreCalibrated() {
    int n = 600;
    SplittableRandom random = new SplittableRandom(4);
    double[][] x = new double[n][];
    double[] ring = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
      double radius = Math.hypot(x[i][0], x[i][1]) + 0.2 * random.nextGaussian();
      ring[i] = radius < 0.8 ? 0 : radius < 1.5 ? 1 : 2;
    }
    KernelSvmSettings settings = KernelSvmSettings.classification(3);

    KernelSvmModel model =
        KernelSvm.fitProbabilities(
            Oracle.table(x), Oracle.range(0, 400), ring, null, settings, StopSignal.never());

    double told = 0;
    int right = 0;
    double[] out = new double[3];
    for (int i = 400; i < n; i++) {
      model.score(x[i], out);
      Link.SOFTMAX.apply(out);
      int best = out[0] >= Math.max(out[1], out[2]) ? 0 : out[1] >= out[2] ? 1 : 2;
      told += out[best];
      right += best == (int) ring[i] ? 1 : 0;
    }
    assertThat(right / 200.0).isGreaterThan(0.75);
    assertThat(told / 200).isCloseTo(right / 200.0, within(0.08));
  }

  @Test
  void aStandardisedTargetGivesTheSameModelInAnyUnit() {
    double[] metres = Arrays.stream(X).mapToDouble(row -> row[0] * row[1]).toArray();
    double[] millimetres = Arrays.stream(metres).map(value -> 1000 * value + 5).toArray();
    KernelSvmSettings settings = KernelSvmSettings.regression().withTolerance(1e-8);
    StopSignal stop = StopSignal.never();

    double[] small = scores(KernelSvm.fitStandardised(TABLE, ROWS, metres, null, settings, stop));
    double[] large =
        scores(KernelSvm.fitStandardised(TABLE, ROWS, millimetres, null, settings, stop));

    double[] expected = Arrays.stream(small).map(value -> 1000 * value + 5).toArray();
    assertThat(large).containsExactly(expected, within(0.1));
  }

  @Test
  void aConstantTargetAndEqualRowsAreNoTrouble() {
    double[][] same = new double[20][];
    Arrays.fill(same, new double[] {1, 2});
    double[] constant = new double[20];
    Arrays.fill(constant, 7);

    KernelSvmModel model =
        KernelSvm.fitStandardised(
            Oracle.table(same),
            Oracle.range(0, 20),
            constant,
            null,
            KernelSvmSettings.regression(),
            StopSignal.never());

    double[] out = new double[1];
    model.score(same[0], out);
    assertThat(out[0]).isCloseTo(7, within(0.2));
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    KernelSvmSettings settings = KernelSvmSettings.regression();

    assertThatThrownBy(() -> settings.withCost(0))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("cost is 0.0, it must be positive");
    assertThatThrownBy(() -> settings.withGamma(-1))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("gamma is -1.0, it must be positive, or 0 to be chosen");
    assertThatThrownBy(() -> KernelSvmSettings.classification(1))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("1 classes are too few");
  }

  private static double[] scores(KernelSvmModel model) {
    double[] out = new double[1];
    return Arrays.stream(X)
        .mapToDouble(row -> {
          model.score(row, out);
          return out[0];
        })
        .toArray();
  }

  private static KernelSvmSettings settings(Json expected) {
    return new KernelSvmSettings(
        (int) expected.require("classes").number(),
        expected.require("cost").number(),
        expected.require("gamma").number(),
        expected.require("epsilon").number(),
        1e-9,
        1L << 20,
        0);
  }
}
