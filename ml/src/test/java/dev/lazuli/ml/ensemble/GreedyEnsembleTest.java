package dev.lazuli.ml.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GreedyEnsembleTest {
  private static final double[] TARGET = new SplittableRandom(1).doubles(500).toArray();

  @Test
  void independentErrorsAreAveragedAndABadModelIsLeftOut() {
    double[][][] predictions = {noisy(0.1, 2), noisy(0.1, 3), noisy(5, 4)};

    double[] weights =
        new GreedyEnsemble(predictions, new double[3], 1, GreedyEnsembleTest::score)
            .weights(25, StopSignal.never());

    assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
    assertThat(weights[0]).isBetween(0.3, 0.7);
    assertThat(weights[2]).isLessThan(0.05);
    double mixed = score(GreedyEnsemble.mix(predictions, weights));
    assertThat(mixed).isGreaterThan(score(predictions[0]));
  }

  @Test
  void theCostsOfItsMembersStayWithinTheLimit() {
    double[][][] predictions = {noisy(0.1, 2), noisy(0.1, 3), noisy(0.1, 4)};

    double[] weights =
        new GreedyEnsemble(predictions, new double[] {6, 6, 3}, 9, GreedyEnsembleTest::score)
            .weights(25, StopSignal.never());

    assertThat(Arrays.stream(weights).filter(w -> w > 0).count()).isEqualTo(2);
    assertThat(weights[2]).isPositive();
  }

  @Test
  void aSingleModelGetsAllTheWeight() {
    double[][][] predictions = {noisy(0.1, 2)};

    double[] weights =
        new GreedyEnsemble(predictions, new double[] {100}, 1, GreedyEnsembleTest::score)
            .weights(25, StopSignal.never());

    assertThat(weights).containsExactly(1);
  }

  private static double score(double[][] predictions) {
    double sum = 0;
    for (int row = 0; row < TARGET.length; row++) {
      double off = predictions[0][row] - TARGET[row];
      sum += off * off;
    }
    return -Math.sqrt(sum / TARGET.length);
  }

  private static double[][] noisy(double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new double[][] {
      Arrays.stream(TARGET).map(y -> y + noise * random.nextGaussian()).toArray()
    };
  }
}
