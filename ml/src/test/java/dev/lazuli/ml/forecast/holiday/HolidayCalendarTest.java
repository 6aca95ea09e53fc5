package dev.lazuli.ml.forecast.holiday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidayCalendarTest {
  @ParameterizedTest
  @CsvSource({
    "US,2021,01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25",
    "GB,2022,01-01 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-25 12-26 12-27",
    "GB,2021,01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-26 12-27 12-28",
    "FR,2024,01-01 04-01 05-01 05-08 05-09 05-20 07-14 08-15 11-01 11-11 12-25",
    "DE,2025,01-01 04-18 04-21 05-01 05-29 06-09 10-03 12-25 12-26",
    "NO,2023,01-01 04-06 04-07 04-09 04-10 05-01 05-17 05-18 05-28 05-29 12-25 12-26",
    "GR,2024,01-01 01-06 03-18 03-25 05-01 05-03 05-06 06-24 08-15 10-28 12-25 12-26",
    "CA,2024,01-01 03-29 05-20 07-01 09-02 09-30 10-14 11-11 12-25 12-26",
    "JP,2024,01-01 01-08 02-11 02-12 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-15 08-11 08-12"
        + " 09-16 09-22 09-23 10-14 11-03 11-04 11-23",
    "AU,2021,01-01 01-26 04-02 04-05 04-25 12-25 12-26 12-27 12-28",
    "SE,2024,01-01 01-06 03-29 03-31 04-01 05-01 05-09 05-19 06-06 06-21 06-22 11-02 12-24 12-25"
        + " 12-26 12-31"
  })
  void holidaysOfAYearAreThoseOfTheCountry(String country, int year, String days) {
    assertThat(HolidayCalendar.of(country).in(year).keySet())
        .containsExactlyElementsOf(
            Arrays.stream(days.split(" ", -1))
                .map(day -> LocalDate.parse(year + "-" + day))
                .toList());
  }

  @Test
  void everyCountryHasItsHolidaysOfEveryYear() {
    for (String country : HolidayCalendar.codes()) {
      for (int year = 1990; year <= 2060; year++) {
        assertThat(HolidayCalendar.of(country).in(year)).as(country).hasSizeBetween(5, 24);
      }
      assertThat(HolidayCalendar.of(country).holidays().names()).hasSizeGreaterThan(5);
    }
    assertThat(HolidayCalendar.codes()).hasSizeGreaterThanOrEqualTo(30);
  }

  @Test
  void aCountryIsFoundByItsNameAndOthersAreRefusedWithThoseThatThereAre() {
    assertThat(HolidayCalendar.of("norway").in(2024)).isEqualTo(HolidayCalendar.of("NO").in(2024));
    assertThatThrownBy(() -> HolidayCalendar.of("ATL"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(
            "the holidays of 'ATL' are not built in; there are those of AT, AU, BE, BR")
        .hasMessageEndingWith("give a table of holidays with columns date, name and country");
  }
}
