package dev.lazuli.ml.boost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FitLimitsTest {
  private static final int ROUNDS = 3;

  /// So many rows of one step are read in far less than 50 ms.
  private static final int ROWS_BETWEEN = 10_000;

  @Test
  void theMemoryOfAFitIsKnownFromItsShape() {
    BoostSettings settings = BoostSettings.defaults(Loss.softmax(4)).withLeavesMax(63);
    Tables.Mixed mixed = Tables.mixed(500, 3, 5, 1);
    BinnedTable table = BinnedTable.of(mixed.table(), 255);

    assertThat(FitMemory.fitBytes(500, 4, 400, settings))
        .isEqualTo(Booster.memoryBytes(table, 400, settings));
    assertThat(FitMemory.tableBytes(1000, 5)).isEqualTo(5000);
    // large tables are held by row and by column
    assertThat(FitMemory.tableBytes(3_000_000_000L, 2)).isEqualTo(12_000_000_000L);
    // scores and derivatives of 4 outputs, packed gradients, row lists, 63 histograms
    assertThat(FitMemory.fitBytes(1_000_000, 30, 800_000, settings))
        .isEqualTo(96_000_000L + 8_000_000 + 16_000_000 + 63L * 30 * 256 * 8);
  }

  @Test
  void aFitThatNeedsMoreThanItsLimitIsRefused() {
    Tables.Mixed mixed = Tables.mixed(1000, 3, 5, 1);
    BoostSettings settings = BoostSettings.defaults(Loss.squared()).withMemoryMax(100_000);

    assertThatThrownBy(() -> Tables.fit(mixed.table(), mixed.signal().numbers(), settings))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("a fit of 1000 rows x 4 features needs 305952 bytes, the limit is 100000");
  }

  @ParameterizedTest
  @EnumSource(Growth.class)
  void theStopSignalIsLookedAtMoreOftenInLargerTables(Growth growth) {
    long small = looks(growth, 40_000);
    long large = looks(growth, 400_000);

    assertThat(large).isGreaterThan(small + ROUNDS * 400_000 / ROWS_BETWEEN);
  }

  /// How often a fit on so many rows looks at its stop signal.
  private static long looks(Growth growth, int rows) {
    Tables.Mixed mixed = Tables.mixed(rows + rows / 4, 6, 20, 1);
    BinnedTable table = BinnedTable.of(mixed.table(), 255);
    BoostSettings settings =
        BoostSettings.defaults(Loss.logistic())
            .withRounds(ROUNDS)
            .withLeavesMax(4)
            .withGrowth(growth)
            .withSampling(new Sampling.Gradients(0.2, 0.1))
            .withLearningRate(0.5);
    AtomicLong looks = new AtomicLong();
    StopSignal stop =
        StopSignal.after(
            Duration.ofDays(1),
            () -> {
              looks.incrementAndGet();
              return 0L;
            });
    int[] train = Tables.rows(0, rows);
    int[] validation = Tables.rows(rows, rows + rows / 4);

    Booster.fit(table, train, mixed.signal().classes(2), null, validation, settings, stop);

    return looks.get();
  }
}
