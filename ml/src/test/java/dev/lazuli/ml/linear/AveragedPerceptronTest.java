package dev.lazuli.ml.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AveragedPerceptronTest {
  @Test
  void classesThatALinePartsAreParted() {
    for (int classes : new int[] {2, 3}) {
      double[][] x = new double[300][];
      double[] target = new double[x.length];
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < x.length; i++) {
        int group = random.nextInt(classes);
        target[i] = group;
        double angle = 2 * Math.PI * group / classes;
        x[i] =
            new double[] {
              Math.cos(angle) + 0.3 * random.nextGaussian(), Math.sin(angle) + random.nextDouble()
            };
      }

      LinearModel model =
          AveragedPerceptron.fit(
              Oracle.table(x),
              Oracle.range(0, x.length),
              target,
              null,
              PerceptronSettings.of(classes),
              StopSignal.never());

      int right = 0;
      double[] out = new double[model.outputs()];
      for (int i = 0; i < x.length; i++) {
        model.score(x[i], out);
        int best = classes == 2 ? (out[0] > 0 ? 1 : 0) : best(out);
        right += best == target[i] ? 1 : 0;
      }
      assertThat(right).isGreaterThan(275);
    }
  }

  private static int best(double[] out) {
    int best = 0;
    for (int c = 1; c < out.length; c++) {
      best = out[c] > out[best] ? c : best;
    }
    return best;
  }
}
