package dev.lazuli.ml.boost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FitLimitsTest {
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

  /// Measured in processor time, so that a busy machine does not matter.
  @ParameterizedTest
  @EnumSource(Growth.class)
  void theStopSignalIsLookedAtOftenInLargeTablesToo(Growth growth) {
    Tables.Mixed mixed = Tables.mixed(650_000, 6, 20, 1);
    BinnedTable table = BinnedTable.of(mixed.table(), 255);
    BoostSettings settings =
        BoostSettings.defaults(Loss.logistic())
            .withRounds(3)
            .withGrowth(growth)
            .withSampling(new Sampling.Gradients(0.2, 0.1))
            .withLearningRate(0.5);
    AtomicLong last = new AtomicLong();
    AtomicLong longest = new AtomicLong();
    LongSupplier watched =
        () -> {
          long now = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
          longest.accumulateAndGet(now - last.getAndSet(now), Math::max);
          return 0L;
        };
    double[] target = mixed.signal().classes(2);
    int[] train = Tables.rows(0, 500_000);
    int[] validation = Tables.rows(500_000, 650_000);
    StopSignal stop = StopSignal.after(Duration.ofDays(1), watched);
    stop.check();
    longest.set(0);

    Booster.fit(table, train, target, null, validation, settings, stop);

    assertThat(Duration.ofNanos(longest.get())).isLessThan(Duration.ofMillis(50));
  }
}
