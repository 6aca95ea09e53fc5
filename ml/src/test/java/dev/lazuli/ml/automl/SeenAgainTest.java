package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenAgainTest {
  private static final int DISTINCT = 240;

  @Test
  void aModelOfATableThatRepeatsItsRowsKnowsTheseAndIsScoredOnNewOnes() {
    Frame table = noise();
    int[] copies = IntStream.range(0, 4 * DISTINCT).map(row -> row % DISTINCT).toArray();

    double knowsNone = knows(table, table);
    double knowsRepeated = knows(table.select(copies), table);

    assertThat(knowsNone).isLessThan(0.9);
    assertThat(knowsRepeated).isGreaterThan(0.99);
  }

  /// The part of the rows whose class a model names that was chosen by a table.
  private static double knows(Frame train, Frame rows) {
    AutoMlResult found =
        AutoMl.run(
            train,
            AutoMlSettings.classification("label")
                .withBudget(Duration.ofMinutes(10))
                .withMaxTrials(7)
                .withMaxConcurrentTrials(1));
    assertThat(found.leaderboard().best().score()).isLessThan(0.75); // of rows not seen before
    Frame predicted = found.model().predict(rows);
    return IntStream.range(0, rows.rowCount())
            .filter(row ->
                predicted.require("prediction").text(row).equals(rows.require("label").text(row)))
            .count()
        / (double) rows.rowCount();
  }

  /// Classes of which the columns tell hardly anything.
  private static Frame noise() {
    SplittableRandom random = new SplittableRandom(5);
    double[] a = random.doubles(DISTINCT).toArray();
    double[] b = random.doubles(DISTINCT).toArray();
    double[] c = random.doubles(DISTINCT).toArray();
    int[] label =
        Arrays.stream(a)
            .mapToInt(value -> random.nextDouble() < 0.4 + 0.2 * value ? 1 : 0)
            .toArray();
    return new Frame(
        List.of(
            new NumberColumn("a", ColumnType.NUMBER, a),
            new NumberColumn("b", ColumnType.NUMBER, b),
            new NumberColumn("c", ColumnType.NUMBER, c),
            new TextColumn("label", ColumnType.CATEGORY, label, List.of("no", "yes"))));
  }
}
