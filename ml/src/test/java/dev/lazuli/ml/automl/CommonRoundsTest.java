package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommonRoundsTest {
  @Test
  void roundsAreThoseOfTheLeastMeanLoss() {
    double[] early = {3, 1, 2, 3};
    double[] late = {3, 3, 1, 1, 0.5};

    assertThat(CommonRounds.best(List.of(early))).isEqualTo(2);
    assertThat(CommonRounds.best(List.of(early, late))).isEqualTo(3);
    assertThat(CommonRounds.best(List.of(early, late, late))).isEqualTo(3);
  }

  @Test
  void chanceScoresLikeChance() {
    double mean =
        IntStream.range(0, 8)
            .mapToObj(CommonRoundsTest::noise)
            .mapToDouble(table ->
                AutoMl.run(
                        table,
                        AutoMlSettings.classification("label")
                            .withMetric("AUC_weighted")
                            .withBudget(Duration.ofMinutes(10))
                            .withAllowed(List.of("LightGBM"))
                            .withMaxTrials(1)
                            .withMaxConcurrentTrials(1))
                    .leaderboard()
                    .best()
                    .score())
            .average()
            .orElseThrow();

    assertThat(mean).isLessThan(0.53);
  }

  private static Frame noise(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = 300;
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < 6; c++) {
      columns.add(new NumberColumn("x" + c, ColumnType.NUMBER, random.doubles(rows).toArray()));
    }
    int[] label = random.ints(rows, 0, 2).toArray();
    columns.add(new TextColumn("label", ColumnType.CATEGORY, label, List.of("no", "yes")));
    return new Frame(columns);
  }
}
