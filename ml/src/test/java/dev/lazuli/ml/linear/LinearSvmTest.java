package dev.lazuli.ml.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.design.DesignRows;
import dev.lazuli.ml.design.TrainingRows;
import dev.lazuli.ml.json.Json;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinearSvmTest {
  private static final Json REFERENCE = Oracle.json(LinearSvmTest.class, "svm.json");
  private static final double[][] X = Oracle.matrix(REFERENCE.require("x"));
  private static final FeatureTable TABLE = Oracle.table(X);
  private static final int[] ROWS = Oracle.range(0, X.length);

  @Test
  void scoresAreThoseOfScikitLearn() {
    for (Json expected : REFERENCE.require("cases").items()) {
      double[] target = Oracle.numbers(expected.require("target"));
      double[] weights = Oracle.numbers(expected.require("weights"));
      SvmSettings settings = settings(expected);

      LinearModel model =
          LinearSvm.fit(
              TABLE,
              ROWS,
              target,
              weights.length == 0 ? null : weights,
              settings,
              StopSignal.never());

      double[] out = new double[model.outputs()];
      for (int i = 0; i < X.length; i++) {
        model.score(X[i], out);
        Json scores = expected.require("scores").items().get(i);
        double[] wanted = out.length == 1 ? new double[] {scores.number()} : Oracle.numbers(scores);
        assertThat(out)
            .as("%s of %s, row %d", settings.loss(), settings.cost(), i)
            .containsExactly(wanted, within(1e-6));
      }
    }
  }

  @Test
  void primalAndDualStepsFindTheSameWeights() {
    double[] target = threeClasses();
    TrainingRows training = TrainingRows.of(TABLE, ROWS, target, null).requireClasses(3);
    DesignRows rows = Design.learn(TABLE, ROWS).rows(TABLE, ROWS);
    SvmSettings settings =
        SvmSettings.classification(3).withTolerance(1e-10).withEpochsMax(1_000_000);

    double[] primal = new PrimalNewton(rows, training, settings, StopSignal.never(), 1).fit();
    double[] dual = new DualDescent(rows, training, settings, StopSignal.never()).oneClass(1);

    assertThat(primal).containsExactly(dual, within(1e-7));
  }

  @Test
  void probabilitiesAreCalibrated() {
    int n = 900;
    double[][] x = new double[n][];
    double[] target = new double[n];
    var random = new SplittableRandom(4);
    for (int i = 0; i < n; i++) {
      x[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
      double noise = Math.log(1 / random.nextDouble() - 1);
      target[i] = 2 * x[i][0] - x[i][1] + noise > 0 ? 1 : 0;
    }

    LinearModel model =
        LinearSvm.fitProbabilities(
            Oracle.table(x),
            Oracle.range(0, n),
            target,
            null,
            SvmSettings.classification(2),
            StopSignal.never());

    assertThat(model.slope(0, 0)).isCloseTo(2, within(0.3));
    assertThat(model.slope(1, 0)).isCloseTo(-1, within(0.3));
  }

  @Test
  void probabilitiesOfThreeClassesBecomeSharesBySoftmax() {
    double[] target = threeClasses();

    LinearModel model =
        LinearSvm.fitProbabilities(
            TABLE, ROWS, target, null, SvmSettings.classification(3), StopSignal.never());

    double[] out = new double[3];
    int right = 0;
    double[] means = new double[3];
    for (int i = 0; i < X.length; i++) {
      model.score(X[i], out);
      Link.SOFTMAX.apply(out);
      int best = out[0] > out[1] && out[0] > out[2] ? 0 : out[1] > out[2] ? 1 : 2;
      right += best == target[i] ? 1 : 0;
      for (int c = 0; c < 3; c++) {
        means[c] += out[c] / X.length;
      }
    }
    assertThat(right).isGreaterThan(X.length * 6 / 10);
    assertThat(means[0]).isCloseTo(1 / 3.0, within(0.06));
  }

  @Test
  void aStoppedFitEnds() {
    StopSignal stop = StopSignal.never();
    stop.stop();

    assertThatThrownBy(() ->
            LinearSvm.fit(TABLE, ROWS, threeClasses(), null, SvmSettings.classification(3), stop))
        .isInstanceOf(StopSignal.Stopped.class);
  }

  @Test
  void badSettingsAndTargetsAreRefused() {
    assertThatThrownBy(() -> SvmSettings.regression().withCost(0))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("cost is 0.0, it must be positive");
    assertThatThrownBy(() ->
            LinearSvm.fit(
                TABLE,
                ROWS,
                threeClasses(),
                null,
                SvmSettings.classification(2),
                StopSignal.never()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("it must be a class from 0 to 1");
  }

  private static double[] threeClasses() {
    for (Json expected : REFERENCE.require("cases").items()) {
      double[] target = Oracle.numbers(expected.require("target"));
      if (settings(expected).classes() == 3) {
        return target;
      }
    }
    throw new IllegalStateException("there is a case of three classes");
  }

  private static SvmSettings settings(Json expected) {
    SvmLoss loss = SvmLoss.valueOf(expected.require("loss").text());
    boolean isThree = !expected.require("scores").items().getFirst().write().matches("[-0-9.eE]+");
    SvmSettings settings =
        loss.isForClasses()
            ? SvmSettings.classification(isThree ? 3 : 2)
            : SvmSettings.regression();
    return settings
        .withLoss(loss)
        .withCost(expected.require("cost").number())
        .withEpsilon(expected.require("epsilon").number())
        .withTolerance(1e-10)
        .withEpochsMax(1_000_000);
  }
}
