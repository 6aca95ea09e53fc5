package dev.lazuli.ml.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
  @Test
  void aThresholdDecidesAsTheComparisonOfFloatsDoes() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 3000; round++) {
      float bound = Float.intBitsToFloat(random.nextInt());
      if (Float.isNaN(bound)) {
        continue;
      }
      double below = Thresholds.below(bound);
      double upTo = Thresholds.upTo(bound);
      double middle = ((double) Math.nextDown(bound) + bound) / 2;
      for (double near : new double[] {bound, Math.nextDown(bound), middle, below, upTo}) {
        for (double x : new double[] {near, Math.nextUp(near), Math.nextDown(near)}) {
          if (Double.isFinite(x)) {
            assertThat(x <= below).as("%s < %s", x, bound).isEqualTo((float) x < bound);
            assertThat(x <= upTo).as("%s <= %s", x, bound).isEqualTo((float) x <= bound);
          }
        }
      }
    }
  }
}
