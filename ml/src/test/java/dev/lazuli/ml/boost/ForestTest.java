package dev.lazuli.ml.boost;

import static dev.lazuli.ml.boost.Tables.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForestTest {
  private final Tables.Mixed mixed = Tables.mixed(3000, 4, 12, 7);
  private final BinnedTable table = BinnedTable.of(mixed.table(), 255);

  private Boosted fit(double[] target, BoostSettings settings) {
    return Forest.fit(
        table,
        rows(0, 2000),
        target,
        null,
        rows(2000, 3000),
        settings,
        FitControl.of(StopSignal.never()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aForestExplainsMostOfTheSignal(boolean extraTrees) {
    double[] target = mixed.signal().numbers();

    Boosted forest =
        fit(
            target,
            Forest.defaults(Loss.squared())
                .withRounds(40)
                .withColumnFractionPerNode(0.8)
                .withExtraTrees(extraTrees));

    double[] predicted = forest.validationRaw();
    double mean = Arrays.stream(target).average().orElseThrow();
    double error = 0;
    double spread = 0;
    for (int i = 0; i < 1000; i++) {
      error += Math.pow(predicted[i] - target[2000 + i], 2);
      spread += Math.pow(mean - target[2000 + i], 2);
    }
    assertThat(error / spread).isLessThan(0.4);
    assertThat(predicted).isEqualTo(Tables.raw(forest, mixed.table(), 2000, 3000));
  }

  @Test
  void classSharesSumToOneAndMostlyPointToTheClass() {
    double[] target = mixed.signal().classes(3);

    Boosted forest = fit(target, Forest.defaults(Loss.softmax(3)).withRounds(20));

    int right = 0;
    for (int i = 0; i < 1000; i++) {
      double[] shares = Arrays.copyOfRange(forest.validationRaw(), 3 * i, 3 * i + 3);
      forest.link().apply(shares);
      assertThat(Arrays.stream(shares).sum()).isBetween(1 - 1e-9, 1 + 1e-9);
      double own = shares[(int) target[2000 + i]];
      right += Arrays.stream(shares).allMatch(share -> share <= own) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(700);
  }

  @Test
  void oneTreeOfAllRowsHasTheMeansOfItsLeaves() {
    double[] target = mixed.signal().numbers();
    BoostSettings whole =
        Forest.defaults(Loss.squared()).withRounds(1).withExtraTrees(true).withLeavesMax(2);

    Boosted forest = fit(target, whole);

    double[] raw = Tables.raw(forest, mixed.table(), 0, 2000);
    double difference = 0;
    for (int i = 0; i < 2000; i++) {
      difference += raw[i] - target[i];
    }
    assertThat(difference / 2000).isBetween(-1e-9, 1e-9);
  }
}
