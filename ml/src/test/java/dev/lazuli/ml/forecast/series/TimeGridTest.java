package dev.lazuli.ml.forecast.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeGridTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @ParameterizedTest
  @CsvSource({
    "s,2026-03-07T12:00:00Z",
    "15min,2026-03-07T12:00:00Z",
    "h,2026-03-07T12:00:00Z",
    "D,2026-03-01T05:00:00Z",
    "B,2026-03-02T05:00:00Z",
    "W,2026-03-01T05:00:00Z",
    "M,2026-01-01T05:00:00Z",
    "Q,2026-01-01T05:00:00Z",
    "Y,2026-01-01T05:00:00Z"
  })
  void numbersAndTimesAreEachOthersInverse(String alias, String origin) {
    TimeGrid grid =
        new TimeGrid(Frequency.parse(alias), NEW_YORK, Instant.parse(origin).toEpochMilli());

    for (long number = -400; number <= 400; number++) {
      assertThat(grid.number(grid.time(number))).isEqualTo(number);
      assertThat(grid.time(number)).isLessThan(grid.time(number + 1));
    }
    assertThat(grid.time(0)).isEqualTo(grid.origin());
  }

  @Test
  void aDayWithAClockChangeIsOneStep() {
    TimeGrid grid =
        new TimeGrid(
            Frequency.parse("D"), NEW_YORK, Instant.parse("2026-03-07T05:00:00Z").toEpochMilli());

    assertThat(Instant.ofEpochMilli(grid.time(1))).isEqualTo("2026-03-08T05:00:00Z");
    assertThat(Instant.ofEpochMilli(grid.time(2))).isEqualTo("2026-03-09T04:00:00Z");
  }

  @Test
  void monthEndsStayMonthEnds() {
    TimeGrid grid =
        new TimeGrid(
            Frequency.parse("M"),
            ZoneOffset.UTC,
            Instant.parse("2026-01-31T00:00:00Z").toEpochMilli(),
            MonthPlace.LAST_DAY);

    assertThat(Instant.ofEpochMilli(grid.time(1))).isEqualTo("2026-02-28T00:00:00Z");
    assertThat(Instant.ofEpochMilli(grid.time(2))).isEqualTo("2026-03-31T00:00:00Z");
  }

  @Test
  void workingDaysSkipWeekends() {
    TimeGrid grid =
        new TimeGrid(
            Frequency.parse("B"),
            ZoneOffset.UTC,
            Instant.parse("2026-01-02T00:00:00Z").toEpochMilli());

    assertThat(Instant.ofEpochMilli(grid.time(1))).isEqualTo("2026-01-05T00:00:00Z");
    assertThat(grid.contains(Instant.parse("2026-01-04T00:00:00Z").toEpochMilli())).isFalse();
  }

  @Test
  void lastWeekdaysOfMonthsMayBeMovedByHolidays() {
    TimeGrid grid =
        new TimeGrid(
            Frequency.parse("BME"),
            NEW_YORK,
            Instant.parse("2024-02-29T05:00:00Z").toEpochMilli(),
            MonthPlace.LAST_WEEKDAY);

    assertThat(Instant.ofEpochMilli(grid.time(1))).isEqualTo("2024-03-29T04:00:00Z");
    assertThat(Instant.ofEpochMilli(grid.time(3))).isEqualTo("2024-05-31T04:00:00Z");
    long thursday = Instant.parse("2024-03-28T04:00:00Z").toEpochMilli(); // before Good Friday
    assertThat(grid.number(thursday)).isEqualTo(1);
    assertThat(grid.contains(thursday)).isTrue();
    assertThat(grid.contains(Instant.parse("2024-03-15T04:00:00Z").toEpochMilli())).isFalse();
    assertThat(grid.contains(Instant.parse("2024-03-28T05:00:00Z").toEpochMilli())).isFalse();
  }

  @Test
  void firstWeekdaysOfQuartersSkipWeekends() {
    TimeGrid grid =
        new TimeGrid(
            Frequency.parse("BQS"),
            ZoneOffset.UTC,
            Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(),
            MonthPlace.FIRST_WEEKDAY);

    assertThat(Instant.ofEpochMilli(grid.time(7))).isEqualTo("2027-10-01T00:00:00Z");
    assertThat(Instant.ofEpochMilli(grid.time(8))).isEqualTo("2028-01-03T00:00:00Z");
    assertThat(grid.alias()).isEqualTo("BQS");
  }
}
