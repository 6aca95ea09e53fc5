package dev.lazuli.ml.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.bayes.BayesFit;
import dev.lazuli.ml.bayes.BayesKind;
import dev.lazuli.ml.bayes.BayesSettings;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.neighbors.NeighborsFit;
import dev.lazuli.ml.neighbors.NeighborsSettings;
import dev.lazuli.ml.neural.NeuralFit;
import dev.lazuli.ml.neural.NeuralSettings;
import dev.lazuli.ml.score.RowScorer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedScorersTest {
  private static final int ROWS = 2000;

  @Test
  void threadsThatShareAScorerGetTheSameScoresAsOne() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] x = new double[ROWS][];
    double[] y = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      x[i] = random.doubles(6).toArray();
      y[i] = x[i][0] > x[i][1] ? 1 : 0;
    }
    FeatureTable table = Oracle.table(x);
    int[] train = Oracle.range(0, 500);
    StopSignal stop = StopSignal.never();
    NeuralSettings network = NeuralSettings.classification(2).withEpochs(2, 0);
    List<RowScorer> scorers =
        List.of(
            NeighborsFit.fit(table, train, y, null, NeighborsSettings.classification(2), stop),
            NeuralFit.fit(table, train, y, null, network, stop),
            BayesFit.fit(table, train, y, null, BayesSettings.of(BayesKind.GAUSSIAN, 2), stop));

    for (RowScorer scorer : scorers) {
      double[] alone = IntStream.range(0, ROWS).mapToDouble(i -> score(scorer, x[i])).toArray();
      double[] together =
          IntStream.range(0, ROWS).parallel().mapToDouble(i -> score(scorer, x[i])).toArray();

      assertThat(together).containsExactly(alone);
    }
  }

  private static double score(RowScorer scorer, double[] row) {
    double[] out = new double[scorer.outputs()];
    scorer.score(row, out);
    return out[0];
  }
}
