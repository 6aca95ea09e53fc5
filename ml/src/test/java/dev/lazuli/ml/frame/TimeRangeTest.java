package dev.lazuli.ml.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
  private static final double SECONDS = 479_433_600;

  private static TimeRange years(int first, int last) {
    return new TimeRange(millis(first, 1, 1), millis(last, 12, 31));
  }

  private static double millis(int year, int month, int day) {
    return LocalDate.of(year, month, day).toEpochDay() * 86_400_000.0;
  }

  @Test
  void aNumberIsReadInTheUnitThatPutsItAmongTheTimesLearned() {
    TimeRange recent = years(2023, 2024);

    assertThat(recent.millis(20240312)).isEqualTo(millis(2024, 3, 12));
    assertThat(recent.millis(1_710_201_600)).isEqualTo(millis(2024, 3, 12));
    assertThat(recent.millis(1_710_201_600e3)).isEqualTo(millis(2024, 3, 12));
    assertThat(recent.millis(1_710_201_600e6)).isEqualTo(millis(2024, 3, 12));
    assertThat(recent.millis(1_710_201_600e9)).isEqualTo(millis(2024, 3, 12));
    assertThat(recent.millis(20300312)).isEqualTo(millis(2030, 3, 12));
    assertThat(recent.millis(20600312)).isNaN();
    assertThat(recent.millis(45_363)).isNaN();
    assertThat(recent.millis(Double.NaN)).isNaN();
  }

  @Test
  void wherePeopleWereBornAround1970OnlyMillisecondsAreClear() {
    TimeRange births = years(1930, 2005);

    assertThat(births.millis(SECONDS * 1000)).isEqualTo(millis(1985, 3, 12));
    assertThat(births.millis(-SECONDS * 1000)).isEqualTo(-millis(1985, 3, 12));
    assertThat(births.millis(SECONDS)).isNaN();
    assertThat(births.millis(19850312)).isNaN();
    assertThat(births.readings(19850312))
        .isEqualTo(
            "it would be 1970-01-01 in milliseconds since 1970, or 1970-08-18 in seconds since 1970,"
                + " or 1970-01-01 in microseconds since 1970, or 1970-01-01 in nanoseconds since 1970,"
                + " or 1985-03-12 as yyyymmdd; the times learned are those of 1930-01-01 to"
                + " 2005-12-31");
  }
}
