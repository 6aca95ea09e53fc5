package dev.lazuli.ml.forecast.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Calendars of business and their like.
class CalendarsTest {
  private static final SeriesOptions OPTIONS = SeriesOptions.of("day", "sold");
  private static final SeriesOptions SUMS = OPTIONS.withAggregate(SeriesOptions.Aggregate.SUM);

  @Test
  void lastTradingDaysOfMonthsAreFound() {
    List<LocalDate> days =
        months(2020, 60, 1)
            .map(CalendarsTest::lastWeekday)
            .map(day -> before(day, 2021, 5, 28))
            .toList();

    SeriesSet set = SeriesReader.read(table(days), OPTIONS);

    assertThat(set.grid().alias()).isEqualTo("BME");
    assertThat(set.series().getFirst().observed()).hasSize(60).doesNotContain(Double.NaN);
    assertThat(set.notes().getFirst()).contains("frequency BME (found)");
    assertThat(date(set, 60)).isEqualTo("2025-01-31");
    assertThat(date(set, 64)).isEqualTo("2025-05-30");
  }

  @Test
  void firstTradingDaysOfMonthsAreFound() {
    List<LocalDate> days =
        months(2020, 48, 1)
            .map(month -> firstWeekday(month.atDay(month.getMonthValue() == 1 ? 2 : 1)))
            .toList();

    SeriesSet set = SeriesReader.read(table(days), OPTIONS);

    assertThat(set.grid().alias()).isEqualTo("BMS");
    assertThat(set.series().getFirst().observed()).hasSize(48).doesNotContain(Double.NaN);
  }

  @Test
  void lastWeekdaysOfQuartersAndYearsAreFound() {
    List<LocalDate> quarters = months(2015, 20, 3).map(CalendarsTest::lastWeekday).toList();
    List<LocalDate> years = months(2001, 15, 12).map(CalendarsTest::lastWeekday).toList();

    assertThat(SeriesReader.read(table(quarters), OPTIONS).grid().alias()).isEqualTo("BQE");
    assertThat(SeriesReader.read(table(years), OPTIONS).grid().alias()).isEqualTo("BYE");
  }

  @Test
  void theNameDecidesWhereDatesFitTwoRules() {
    List<LocalDate> days = months(2023, 4, 3).map(YearMonth::atEndOfMonth).toList();
    List<LocalDate> weekdays = days.subList(0, 2); // the others lie on a weekend

    assertThat(grid(weekdays, "").alias()).isEqualTo("Q");
    assertThat(grid(weekdays, "BQ").alias()).isEqualTo("BQE");
    assertThat(grid(days, "BQ").alias()).isEqualTo("Q");
  }

  @Test
  void aSeriesMayBeginInAMonthThatLacksItsDay() {
    List<LocalDate> days =
        IntStream.range(0, 12)
            .mapToObj(i -> YearMonth.of(2023, 2).plusMonths(i))
            .map(month -> month.atDay(Math.min(30, month.lengthOfMonth())))
            .toList();

    SeriesSet set = SeriesReader.read(table(days), OPTIONS);

    assertThat(set.grid().alias()).isEqualTo("M");
    assertThat(set.series().getFirst().observed()).hasSize(12).doesNotContain(Double.NaN);
    assertThat(date(set, 12)).isEqualTo("2024-02-29");
    assertThat(date(set, 13)).isEqualTo("2024-03-30");
  }

  @Test
  void holidaysAreGapsOfBusinessDays() {
    List<LocalDate> days =
        IntStream.range(0, 120)
            .mapToObj(i -> LocalDate.of(2026, 1, 5).plusDays(i))
            .filter(day -> !MonthPlace.isWeekend(day) && day.getDayOfMonth() != 6)
            .toList();

    SeriesSet set = SeriesReader.read(table(days), OPTIONS);

    assertThat(set.grid().alias()).isEqualTo("B");
    assertThat(set.notes().getFirst()).contains("4 missing values filled");
  }

  @Test
  void datesAboutTheMiddleOfMonthsAreRefusedWithTheWayOut() {
    List<LocalDate> days =
        months(2024, 24, 1).map(month -> month.atDay(10 + month.getMonthValue() * 5 % 7)).toList();

    assertThatThrownBy(() -> SeriesReader.read(table(days), OPTIONS))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("most often they lie")
        .hasMessageContaining("each lies in a month of its own: give the frequency M");
    SeriesSet joined = SeriesReader.read(table(days), SUMS.withFrequency("M"));
    assertThat(joined.series().getFirst().observed()).hasSize(24).doesNotContain(Double.NaN);
    assertThat(date(joined, 24)).isEqualTo("2026-01-31");
  }

  @Test
  void periodsOfFourAndFiveWeeksAreRefusedWithWhatWasSeen() {
    List<LocalDate> days =
        IntStream.range(0, 24)
            .mapToObj(i -> LocalDate.of(2024, 1, 27).plusWeeks(13L * (i / 3) + 4L * (i % 3)))
            .toList();

    assertThatThrownBy(() -> SeriesReader.read(table(days), OPTIONS))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("28 days (70 %), 35 days (30 %)");
  }

  @Test
  void joinedDaysLieWhereTheNameSaysInTheirMonths() {
    List<LocalDate> days =
        IntStream.range(0, 100).mapToObj(i -> LocalDate.of(2026, 1, 15).plusDays(i)).toList();

    assertThat(joined(days, "MS")).containsExactly("2026-01-01", "2026-02-01");
    assertThat(joined(days, "ME")).containsExactly("2026-01-31", "2026-02-28");
    assertThat(joined(days, "BM")).containsExactly("2026-01-30", "2026-02-27");
  }

  private static List<String> joined(List<LocalDate> days, String alias) {
    SeriesSet set = SeriesReader.read(table(days), SUMS.withFrequency(alias));
    return List.of(date(set, 0), date(set, 1));
  }

  private static TimeGrid grid(List<LocalDate> days, String alias) {
    return SeriesReader.read(table(days), OPTIONS.withFrequency(alias)).grid();
  }

  private static String date(SeriesSet set, int place) {
    long millis = set.grid().time(set.series().getFirst().start() + place);
    return Instant.ofEpochMilli(millis).toString().substring(0, 10);
  }

  private static Stream<YearMonth> months(int year, int count, int step) {
    return IntStream.range(0, count)
        .mapToObj(i -> YearMonth.of(year, step == 1 ? 1 : 3).plusMonths((long) i * step));
  }

  private static LocalDate lastWeekday(YearMonth month) {
    LocalDate end = month.atEndOfMonth();
    return MonthPlace.isWeekend(end) ? end.with(TemporalAdjusters.previous(DayOfWeek.FRIDAY)) : end;
  }

  private static LocalDate firstWeekday(LocalDate day) {
    return MonthPlace.isWeekend(day) ? day.with(TemporalAdjusters.next(DayOfWeek.MONDAY)) : day;
  }

  /// The day of a month, moved to an earlier one in one month.
  private static LocalDate before(LocalDate day, int year, int month, int earlier) {
    return YearMonth.from(day).equals(YearMonth.of(year, month))
        ? LocalDate.of(year, month, earlier)
        : day;
  }

  private static Frame table(List<LocalDate> days) {
    double[] times = days.stream().mapToDouble(day -> day.toEpochDay() * 86_400_000.0).toArray();
    double[] sold = IntStream.range(0, times.length).mapToDouble(i -> 10 + i % 5).toArray();
    return new Frame(
        List.of(
            new NumberColumn("day", ColumnType.DATETIME, times),
            new NumberColumn("sold", ColumnType.NUMBER, sold)));
  }
}
