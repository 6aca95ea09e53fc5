package dev.lazuli.ml.forecast.series;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// Equally spaced points in time, numbered from an origin; what "the next value" means.
///
/// Seconds to hours are steps of exact length. Days and longer are steps of the calendar in a time
/// zone, so that a day with a clock change is one step like every other.
public final class TimeGrid {
  private static final int BUSINESS_DAYS = 5;

  private final Frequency frequency;
  private final ZoneId zone;
  private final long origin;
  private final ZonedDateTime local;
  private final boolean atMonthEnd;

  /// A grid through `origin`, which has the number 0.
  ///
  /// @param origin milliseconds since 1970-01-01T00:00Z
  public TimeGrid(Frequency frequency, ZoneId zone, long origin) {
    this(frequency, zone, origin, false);
  }

  /// A grid through `origin`, on the last day of each month when `atMonthEnd`.
  public TimeGrid(Frequency frequency, ZoneId zone, long origin, boolean atMonthEnd) {
    this.frequency = frequency;
    this.zone = zone;
    this.origin = origin;
    this.local = Instant.ofEpochMilli(origin).atZone(zone);
    this.atMonthEnd = atMonthEnd;
  }

  /// The step.
  public Frequency frequency() {
    return frequency;
  }

  /// Where days begin.
  public ZoneId zone() {
    return zone;
  }

  /// The time of number 0, in milliseconds since 1970.
  public long origin() {
    return origin;
  }

  /// Whether monthly times lie on the last day of their month.
  public boolean atMonthEnd() {
    return atMonthEnd;
  }

  /// The number of the step in which `millis` lies.
  public long number(long millis) {
    return switch (frequency.unit()) {
      case SECOND, MINUTE, HOUR -> Math.floorDiv(millis - origin, stepMillis());
      case DAY -> Math.floorDiv(day(millis) - day(origin), (long) frequency.count());
      case WEEK -> Math.floorDiv(day(millis) - day(origin), 7L * frequency.count());
      case BUSINESS_DAY ->
          Math.floorDiv(businessDay(day(millis)) - businessDay(day(origin)), frequency.count());
      case MONTH, QUARTER, YEAR ->
          Math.floorDiv(month(millis) - month(origin), (long) stepMonths());
    };
  }

  /// The time of a number, in milliseconds since 1970.
  public long time(long number) {
    return switch (frequency.unit()) {
      case SECOND, MINUTE, HOUR -> origin + number * stepMillis();
      case DAY -> at(local.toLocalDate().plusDays(number * frequency.count()));
      case WEEK -> at(local.toLocalDate().plusDays(7 * number * frequency.count()));
      case BUSINESS_DAY -> {
        long business = businessDay(day(origin)) + number * frequency.count();
        long week = Math.floorDiv(business, (long) BUSINESS_DAYS);
        yield at(LocalDate.ofEpochDay(week * 7 + Math.floorMod(business, BUSINESS_DAYS) - 3));
      }
      case MONTH, QUARTER, YEAR -> {
        YearMonth month = YearMonth.from(local).plusMonths(number * stepMonths());
        int last = month.lengthOfMonth();
        yield at(month.atDay(atMonthEnd ? last : Math.min(local.getDayOfMonth(), last)));
      }
    };
  }

  /// Whether a time is one of the grid's.
  public boolean contains(long millis) {
    return time(number(millis)) == millis;
  }

  private long stepMillis() {
    return frequency.unit().millis() * frequency.count();
  }

  private int stepMonths() {
    return frequency.unit().months() * frequency.count();
  }

  private long at(LocalDate date) {
    return date.atTime(local.toLocalTime()).atZone(zone).toInstant().toEpochMilli();
  }

  private long day(long millis) {
    return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate().toEpochDay();
  }

  private long month(long millis) {
    return Instant.ofEpochMilli(millis)
        .atZone(zone)
        .toLocalDate()
        .getLong(java.time.temporal.ChronoField.PROLEPTIC_MONTH);
  }

  /// Working days up to a day; a weekend counts as its Friday.
  private static long businessDay(long epochDay) {
    long monday = epochDay + 3;
    return Math.floorDiv(monday, 7L) * BUSINESS_DAYS
        + Math.min(Math.floorMod(monday, 7L), BUSINESS_DAYS - 1L);
  }
}
