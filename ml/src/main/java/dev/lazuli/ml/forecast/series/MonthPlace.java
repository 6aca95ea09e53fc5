package dev.lazuli.ml.forecast.series;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/// Where in their months the times of a series lie that steps by months, quarters or years.
public enum MonthPlace {
  /// On the same day, or on the last of months that lack it.
  SAME_DAY,
  /// On the last day.
  LAST_DAY,
  /// On the first weekday; a holiday moves a time on by some days.
  FIRST_WEEKDAY,
  /// On the last weekday; a holiday moves a time back by some days.
  LAST_WEEKDAY;

  /// Days by which holidays move a time at most.
  private static final int MOVED_MAX = 6;

  /// The part of the times that no holiday moves, at least: the first of January always is one.
  private static final double UNMOVED_MIN = 0.7;

  /// Fewer times may lie on such weekdays by chance.
  private static final int DATES_MIN = 4;

  /// The name in files, such as `last_weekday`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The place of that name in files.
  public static MonthPlace of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /// Where dates lie; [#SAME_DAY] also when they follow no rule.
  ///
  /// @param asked the place that the frequency's name speaks of; where the dates fit several rules
  ///   it is preferred
  static MonthPlace of(List<LocalDate> dates, MonthPlace asked) {
    if (asked != SAME_DAY && asked.fits(dates)) {
      return asked;
    }
    for (MonthPlace place : List.of(LAST_DAY, SAME_DAY)) {
      if (place.fits(dates)) {
        return place;
      }
    }
    for (MonthPlace place : List.of(LAST_WEEKDAY, FIRST_WEEKDAY)) {
      if (dates.size() >= DATES_MIN && place.fits(dates)) {
        return place;
      }
    }
    return SAME_DAY;
  }

  /// Whether dates follow this rule.
  boolean fits(List<LocalDate> dates) {
    int day = dates.stream().mapToInt(LocalDate::getDayOfMonth).max().orElse(1);
    long exact = dates.stream().filter(date -> in(YearMonth.from(date), day).equals(date)).count();
    return exact == dates.size()
        || (exact >= UNMOVED_MIN * dates.size()
            && dates.stream().allMatch(date -> allows(date, day)));
  }

  /// The date in a month.
  ///
  /// @param day of the month, for [#SAME_DAY]
  LocalDate in(YearMonth month, int day) {
    return switch (this) {
      case SAME_DAY -> month.atDay(Math.min(day, month.lengthOfMonth()));
      case LAST_DAY -> month.atEndOfMonth();
      case FIRST_WEEKDAY -> weekday(month.atDay(1), 1);
      case LAST_WEEKDAY -> weekday(month.atEndOfMonth(), -1);
    };
  }

  /// Whether a date may stand for its month: it is the place, or a holiday may have moved it there.
  boolean allows(LocalDate date, int day) {
    long away = ChronoUnit.DAYS.between(in(YearMonth.from(date), day), date);
    return switch (this) {
      case SAME_DAY, LAST_DAY -> away == 0;
      case FIRST_WEEKDAY -> away >= 0 && away <= MOVED_MAX && !isWeekend(date);
      case LAST_WEEKDAY -> away <= 0 && away >= -MOVED_MAX && !isWeekend(date);
    };
  }

  private static LocalDate weekday(LocalDate date, int step) {
    LocalDate found = date;
    while (isWeekend(found)) {
      found = found.plusDays(step);
    }
    return found;
  }

  static boolean isWeekend(LocalDate date) {
    return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
  }
}
