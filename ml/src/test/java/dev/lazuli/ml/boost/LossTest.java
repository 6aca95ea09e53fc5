package dev.lazuli.ml.boost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {
  private final SplittableRandom random = new SplittableRandom(3);
  private final int n = 40;
  private final int[] rows = Tables.rows(0, n);
  private final double[] weights = random.doubles(n, 0.5, 2).toArray();

  static Stream<Loss> losses() {
    return BoosterTest.losses();
  }

  private Targets targetsFor(Loss loss) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] =
          switch (loss) {
            case PoissonLoss _, TweedieLoss _ -> random.nextInt(4);
            case GammaLoss _ -> random.nextDouble(0.1, 5);
            case LogisticLoss _ -> random.nextInt(2);
            case SoftmaxLoss softmax -> random.nextInt(softmax.classes());
            default -> random.nextDouble(-3, 3);
          };
    }
    return new Targets(values, weights, rows);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientsAreTheSlopeOfTheLoss(Loss loss) {
    Targets targets = targetsFor(loss);
    double[] raw = random.doubles((long) n * loss.outputs(), -1, 1).toArray();
    double[] gradients = new double[raw.length];
    double[] hessians = new double[raw.length];

    loss.derivatives(raw, targets, gradients, hessians);

    for (int i = 0; i < raw.length; i++) {
      double slope = slope(loss, targets, raw, i) * targets.weightSum();
      assertThat(gradients[i]).isCloseTo(slope, within(1e-5));
      assertThat(hessians[i]).isNotNegative();
    }
  }

  private static double slope(Loss loss, Targets targets, double[] raw, int i) {
    double step = 1e-6;
    double[] moved = raw.clone();
    moved[i] = raw[i] + step;
    double high = loss.value(moved, targets);
    moved[i] = raw[i] - step;
    double low = loss.value(moved, targets);
    return (high - low) / (2 * step);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void noConstantIsBetterThanTheStartScore(Loss loss) {
    Targets targets = targetsFor(loss);
    double[] start = new double[n * loss.outputs()];
    for (int i = 0; i < start.length; i++) {
      start[i] = loss.startScore(targets, i / n);
    }
    double best = loss.value(start, targets);

    for (double step : new double[] {-0.05, 0.05}) {
      double[] moved = start.clone();
      for (int i = 0; i < n; i++) {
        moved[i] += step;
      }
      // Huber starts from the mean, as LightGBM does
      assertThat(loss.value(moved, targets))
          .isGreaterThan(best - (loss instanceof HuberLoss ? 0.05 : 1e-12));
    }
  }

  @Test
  void hessiansAreTheSlopeOfTheGradient() {
    for (Loss loss : new Loss[] {Loss.gamma(), Loss.tweedie(1.4), Loss.logistic()}) {
      Targets targets = targetsFor(loss);
      double[] raw = random.doubles(n, -1, 1).toArray();
      double[] high = raw.clone();
      Arrays.setAll(high, i -> raw[i] + 1e-6);
      double[] gradients = new double[n];
      double[] moved = new double[n];
      double[] hessians = new double[n];

      loss.derivatives(high, targets, moved, hessians);
      loss.derivatives(raw, targets, gradients, hessians);

      for (int i = 0; i < n; i++) {
        assertThat(hessians[i]).isCloseTo((moved[i] - gradients[i]) / 1e-6, within(1e-4));
      }
    }
  }

  @Test
  void targetsThatDoNotSuitAreRefused() {
    Targets negative = new Targets(new double[] {1, -1}, null, new int[] {0, 1});

    assertThatThrownBy(() -> Loss.gamma().check(negative)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> Loss.poisson().check(negative)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> Loss.logistic().check(negative)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> Loss.softmax(3).check(negative)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new Targets(new double[] {Double.NaN}, null, new int[] {0}))
        .hasMessage("the target of row 0 is NaN");
  }
}
