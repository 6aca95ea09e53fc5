package dev.lazuli.ml.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DistinctValuesTest {
  @Test
  void numbersAreCountedOnceEach() {
    double[] values =
        new SplittableRandom(1).ints(20_000, -4_000, 4_000).asDoubleStream().toArray();
    values[7] = Double.NaN;
    values[8] = -0.0;
    values[9] = 0.0;

    long expected =
        Arrays.stream(values).filter(v -> !Double.isNaN(v)).map(v -> v + 0.0).distinct().count();

    assertThat(count(new NumberColumn("x", ColumnType.NUMBER, values), 1_000_000))
        .isEqualTo(expected);
  }

  @Test
  void countingEndsBeyondTheMost() {
    double[] values = {1, 2, 3, 4, 5};

    assertThat(count(new NumberColumn("x", ColumnType.NUMBER, values), 3)).isEqualTo(4);
    assertThat(count(new NumberColumn("x", ColumnType.NUMBER, values), 5)).isEqualTo(5);
  }

  @Test
  void textsCountWhereTheyOccur() {
    TextColumn column =
        new TextColumn(
            "t", ColumnType.CATEGORY, new int[] {0, -1, 2, 0}, List.of("a", "never", "c"));

    assertThat(count(column, 10)).isEqualTo(2);
  }

  @Test
  void countingCanBeStopped() {
    StopSignal stop = StopSignal.never();
    stop.stop();
    NumberColumn column = new NumberColumn("x", ColumnType.NUMBER, new double[] {1});

    assertThatThrownBy(() -> DistinctValues.count(column, 9, stop))
        .isInstanceOf(StopSignal.Stopped.class);
  }

  private static int count(Column column, int most) {
    return DistinctValues.count(column, most, StopSignal.never());
  }
}
