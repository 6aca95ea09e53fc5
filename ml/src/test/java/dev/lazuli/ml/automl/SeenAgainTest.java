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

  @Test
  void aModelOfATableThatRepeatsARareClassRanksItsRowsAboveNewOnes() {
    Frame all = noise();
    int[] half = IntStream.range(0, DISTINCT / 2).toArray();
    int[] rare = Arrays.stream(half).filter(row -> isYes(all, row)).toArray();
    IntStream often = IntStream.range(0, 5 * rare.length).map(i -> rare[i % rare.length]);
    Frame train = all.select(IntStream.concat(Arrays.stream(half), often).toArray());

    Frame predicted =
        AutoMl.run(train, settings().withMetric("AUC_weighted").withMaxTrials(12))
            .model()
            .predict(all);

    double[] yes = ((NumberColumn) predicted.require("probability_yes")).values();
    double right =
        Arrays.stream(rare)
            .mapToLong(row ->
                IntStream.range(DISTINCT / 2, DISTINCT).filter(n -> yes[n] < yes[row]).count())
            .sum();
    assertThat(right / rare.length / (DISTINCT / 2)).isGreaterThan(0.92);
  }

  private static boolean isYes(Frame table, int row) {
    return "yes".equals(table.require("label").text(row));
  }

  private static AutoMlSettings settings() {
    return AutoMlSettings.classification("label")
        .withBudget(Duration.ofMinutes(10))
        .withMaxConcurrentTrials(1);
  }

  /// The part of the rows whose class a model names that was chosen by a table.
  private static double knows(Frame train, Frame rows) {
    AutoMlResult found = AutoMl.run(train, settings().withMaxTrials(7));
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
