package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankLossTest {
  @Test
  void itIsTheShareOfWeightedPairsInTheWrongOrder() {
    SplittableRandom random = new SplittableRandom(1);
    int n = 120;
    double[] y = random.ints(n, 0, 2).asDoubleStream().toArray();
    double[] weights = random.doubles(n, 0, 3).toArray();
    int[] rows = IntStream.range(0, n).filter(row -> row % 3 != 0).toArray();
    double[] scores =
        IntStream.of(rows).mapToDouble(row -> random.nextInt(-9, 10) / 4.0 + y[row]).toArray();

    double wrong = 0;
    double pairs = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        if (y[rows[i]] == 1 && y[rows[j]] == 0) {
          double pair = weights[rows[i]] * weights[rows[j]];
          pairs += pair;
          wrong += scores[i] < scores[j] ? pair : scores[i] == scores[j] ? pair / 2 : 0;
        }
      }
    }

    assertThat(new RankLoss(y, weights, rows).applyAsDouble(scores))
        .isCloseTo(wrong / pairs, within(1e-12));
  }

  @Test
  void fewRowsOfAClassDoNotSuit() {
    double[] y = IntStream.range(0, 200).mapToDouble(row -> row < 50 ? 1 : 0).toArray();

    assertThat(RankLoss.suits(y, IntStream.range(0, 200).toArray())).isTrue();
    assertThat(RankLoss.suits(y, IntStream.range(1, 200).toArray())).isFalse();
  }

  @Test
  void rowsOfOneClassHaveNoOrder() {
    RankLoss loss = new RankLoss(new double[] {1, 1}, null, new int[] {0, 1});

    assertThat(loss.applyAsDouble(new double[] {-0.5, 0.5})).isEqualTo(1);
  }
}
