package dev.lazuli.ml.forecast.holiday;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// On which day of a year a holiday lies.
sealed interface HolidayRule {
  /// The day; empty where the year has none.
  Optional<LocalDate> in(int year);

  /// Reads a rule.
  ///
  /// - `12-25`: that day of each year
  /// - `2022-6-3`: that day alone
  /// - `easter+1`, `orthodox-2`: days after or before Easter of the Western or Eastern churches
  /// - `1-mon3`, `5-mon-1`: the third, or the last, Monday of a month
  /// - `sat>=6-20`, `mon<=5-24`: the first such weekday from a day on, or the last up to it
  /// - `vernal`, `autumnal`: the day of the equinox in Japan
  static HolidayRule parse(String text) {
    if (text.equals("vernal") || text.equals("autumnal")) {
      return new Equinox(text.equals("vernal"));
    }
    if (text.startsWith("easter") || text.startsWith("orthodox")) {
      boolean western = text.startsWith("easter");
      String offset = text.substring(western ? 6 : 8);
      return new Easter(western, offset.isEmpty() ? 0 : Integer.parseInt(offset));
    }
    int compared = Math.max(text.indexOf(">="), text.indexOf("<="));
    if (compared > 0) {
      String[] day = text.substring(compared + 2).split("-", -1);
      return new Near(
          weekday(text.substring(0, compared)),
          text.charAt(compared) == '>',
          Integer.parseInt(day[0]),
          Integer.parseInt(day[1]));
    }
    int dash = text.indexOf('-');
    int first = Integer.parseInt(text.substring(0, dash)); // a month, or a year
    String rest = text.substring(dash + 1);
    if (dash == 4) {
      String[] day = rest.split("-", -1);
      return new Once(LocalDate.of(first, Integer.parseInt(day[0]), Integer.parseInt(day[1])));
    }
    return Character.isLetter(rest.charAt(0))
        ? new Nth(first, weekday(rest.substring(0, 3)), Integer.parseInt(rest.substring(3)))
        : new Fixed(first, Integer.parseInt(rest));
  }

  private static DayOfWeek weekday(String letters) {
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> day.name().toLowerCase(Locale.ROOT).startsWith(letters))
        .findFirst()
        .orElseThrow();
  }

  /// The same day each year.
  record Fixed(int month, int day) implements HolidayRule {
    @Override
    public Optional<LocalDate> in(int year) {
      return Optional.of(LocalDate.of(year, month, day));
    }
  }

  /// One day of one year.
  record Once(LocalDate day) implements HolidayRule {
    @Override
    public Optional<LocalDate> in(int year) {
      return Optional.of(day).filter(one -> one.getYear() == year);
    }
  }

  /// So many days after Easter Sunday, of the Western or the Eastern churches.
  record Easter(boolean western, int offset) implements HolidayRule {
    @Override
    public Optional<LocalDate> in(int year) {
      return Optional.of((western ? western(year) : eastern(year)).plusDays(offset));
    }

    /// Butcher's algorithm for the Gregorian calendar.
    private static LocalDate western(int year) {
      int a = year % 19;
      int b = year / 100;
      int c = year % 100;
      int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
      int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
      int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
      return LocalDate.of(year, f / 31, f % 31 + 1);
    }

    /// Meeus's algorithm for the Julian calendar, 13 days behind from 1900 to 2099.
    private static LocalDate eastern(int year) {
      int d = (19 * (year % 19) + 15) % 30;
      int e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
      int f = d + e + 114;
      return LocalDate.of(year, f / 31, f % 31 + 1).plusDays(13);
    }
  }

  /// The n-th weekday of a month; counted from its end where negative.
  record Nth(int month, DayOfWeek weekday, int n) implements HolidayRule {
    @Override
    public Optional<LocalDate> in(int year) {
      return Optional.of(
          LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(n, weekday)));
    }
  }

  /// The first weekday from a day on, or the last up to it.
  record Near(DayOfWeek weekday, boolean onwards, int month, int day) implements HolidayRule {
    @Override
    public Optional<LocalDate> in(int year) {
      LocalDate from = LocalDate.of(year, month, day);
      return Optional.of(
          from.with(
              onwards
                  ? TemporalAdjusters.nextOrSame(weekday)
                  : TemporalAdjusters.previousOrSame(weekday)));
    }
  }

  /// The day of an equinox in Japan, by the usual approximation; right from 1980 to 2099.
  record Equinox(boolean vernal) implements HolidayRule {
    @Override
    public Optional<LocalDate> in(int year) {
      int years = year - 1980;
      double day = (vernal ? 20.8431 : 23.2488) + 0.242194 * years - Math.floorDiv(years, 4);
      return year < 1980 || year > 2099
          ? Optional.empty()
          : Optional.of(LocalDate.of(year, vernal ? Month.MARCH : Month.SEPTEMBER, (int) day));
    }
  }
}
