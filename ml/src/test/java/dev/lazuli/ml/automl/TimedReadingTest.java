package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.Guardrail.Check;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/// Clocks here grow by a given time at each look, so that a slow machine does not matter.
class TimedReadingTest {
  private static final int ROWS = 50_000;
  private static final Frame TABLE = table();

  @Test
  void aTableThatIsPreparedInTimeKeepsAllItsRows() {
    TrainingSet set = new TimedReading(settings(600), clock(600, 1_000)).read(TABLE);

    assertThat(set.trainCount()).isEqualTo(ROWS);
    assertThat(set.findings().all())
        .filteredOn(one -> one.check() == Check.TIME)
        .extracting(Guardrail::status)
        .containsExactly(Guardrail.Status.PASSED);
  }

  @Test
  void ofATableThatTakesTooLongATenthOfTheRowsIsUsed() {
    TrainingSet set = new TimedReading(settings(2), clock(2, 5_000_000)).read(TABLE);

    assertThat(set.trainCount()).isBetween(ROWS / 10, ROWS / 10 + 20);
    assertThat(set.findings().notes())
        .contains(
            "%d of 50000 rows are used: the budget is too short to prepare all of them"
                .formatted(set.trainCount()));
  }

  @Test
  void aSampleKnowsEveryClass() {
    AutoMlSettings settings =
        AutoMlSettings.classification("rare").withBudget(Duration.ofSeconds(2));

    TrainingSet set = new TimedReading(settings, clock(2, 5_000_000)).read(TABLE);

    assertThat(set.target().classes()).containsExactly("common", "rare");
    assertThat(set.trainCount()).isLessThan(ROWS);
  }

  @Test
  void aValidationTableShrinksWithTheTable() {
    AutoMlSettings settings = settings(2).withValidationTable(TABLE);

    TrainingSet set = new TimedReading(settings, clock(2, 5_000_000)).read(TABLE);

    assertThat(set.y()).hasSizeLessThan(ROWS / 4);
  }

  @Test
  void aBudgetTooShortForAnyRowsIsRefusedByName() {
    assertThatThrownBy(() -> new TimedReading(settings(1), clock(1, 400_000_000)).read(TABLE))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "the budget of 1 seconds was over before even 5000 of the table's 50000 rows were "
                + "prepared; give more time or fewer rows");
  }

  @Test
  void theCallersStopIsNoShortBudget() {
    StopSignal stop = StopSignal.never();
    stop.stop();
    RunClock clock = new RunClock(stop, () -> 0L, Duration.ofSeconds(9));

    assertThatThrownBy(() -> new TimedReading(settings(9), clock).read(TABLE))
        .isInstanceOf(StopSignal.Stopped.class);
    assertThatThrownBy(() -> clock.tooShort("it began")).isInstanceOf(StopSignal.Stopped.class);
  }

  @Test
  void everyStepOfReadingLooksAtTheClock() {
    AtomicLong looks = new AtomicLong();
    StopSignal counting = StopSignal.after(Duration.ofDays(1), looks::incrementAndGet);

    new TableReading(settings(60)).read(TABLE, counting);

    // Each 4,096 rows of each column: repeated rows, its use, its features.
    long columns = TABLE.columns().size();
    assertThat(looks.get()).isGreaterThan(3 * columns * (ROWS / 4096));
  }

  @Test
  void aRunThatReadsSlowlyEndsWithinTwoSecondsOfItsBudget() {
    AutoMlResult result =
        AutoMl.run(TABLE, settings(4).withFolds(2), AutoMlListener.none(), clock(4, 5_000_000));

    assertThat(result.leaderboard().seconds()).isLessThan(6);
    assertThat(result.model().predictNumbers(TABLE)[0]).doesNotContain(Double.NaN);
  }

  private static AutoMlSettings settings(int seconds) {
    return AutoMlSettings.regression("y").withBudget(Duration.ofSeconds(seconds));
  }

  private static RunClock clock(int seconds, long nanosPerLook) {
    AtomicLong nanos = new AtomicLong();
    return new RunClock(
        StopSignal.never(), () -> nanos.addAndGet(nanosPerLook), Duration.ofSeconds(seconds));
  }

  private static Frame table() {
    SplittableRandom random = new SplittableRandom(1);
    int[] rare = new int[ROWS];
    for (int row = 20_000; row < 20_009; row++) {
      rare[row] = 1;
    }
    double[] days = new double[ROWS];
    Arrays.setAll(days, row -> 8.64e7 * random.nextInt(10_000));
    return new Frame(
        List.of(
            numbers("a", row -> random.nextDouble()),
            numbers("b", row -> random.nextInt(40)),
            new NumberColumn("day", ColumnType.DATETIME, days),
            numbers("y", row -> row % 7 + random.nextGaussian()),
            new TextColumn("rare", ColumnType.CATEGORY, rare, List.of("common", "rare"))));
  }

  private static NumberColumn numbers(String name, IntToDoubleFunction value) {
    double[] values = new double[ROWS];
    Arrays.setAll(values, value);
    return new NumberColumn(name, ColumnType.NUMBER, values);
  }
}
