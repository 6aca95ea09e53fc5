package dev.lazuli.ml.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CutsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void asManyCutsAreBelowAValueAsAPlainCountTells() {
    SplittableRandom random = new SplittableRandom(1);
    DoubleUnaryOperator cubed = x -> x * x * x;
    for (DoubleUnaryOperator shape :
        new DoubleUnaryOperator[] {
          x -> x, cubed, Math::exp, Math::rint, x -> 1e15 + x, x -> x * 1e-310, x -> x * 1e307
        }) {
      for (int count : new int[] {1, 2, 3, 10, 255, 3000}) {
        assertCounted(
            random.doubles(count, -10, 10).map(shape).toArray(),
            random.doubles(200, -11, 11).map(shape).toArray());
      }
    }
  }

  @Test
  void endsOfTheNumbersAreCutsToo() {
    double max = Double.MAX_VALUE;
    double[] values = {-INFINITY, -max, -1, -0.0, 0.0, Double.MIN_VALUE, 1, 2, max, INFINITY};
    assertCounted(new double[0], values);
    assertCounted(new double[] {INFINITY}, values);
    assertCounted(new double[] {-INFINITY}, values);
    assertCounted(new double[] {-INFINITY, INFINITY, 0, 1}, values);
    assertCounted(new double[] {-max, 0, 1, max}, values);
    assertCounted(new double[] {0, Double.MIN_VALUE}, values);
    assertCounted(new double[] {max, INFINITY}, values);
  }

  private static void assertCounted(double[] thresholds, double[] more) {
    double[] distinct = Arrays.stream(thresholds).map(cut -> cut + 0.0).distinct().toArray();
    Cuts cuts = new Cuts(thresholds);
    double[] values = Arrays.copyOf(more, more.length + distinct.length);
    System.arraycopy(distinct, 0, values, more.length, distinct.length);
    int[] atOnce = new int[values.length];
    cuts.below(values, 0, 1, values.length, atOnce);
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      int expected = (int) Arrays.stream(distinct).filter(cut -> cut < value).count();
      assertThat(cuts.below(value)).as("below %s", value).isEqualTo(expected);
      assertThat(atOnce[i]).as("below %s", value).isEqualTo(expected);
    }
    assertThat(cuts.count()).isEqualTo(distinct.length);
  }
}
