package dev.lazuli.ml.forecast.series;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;

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
  private final MonthPlace place;

  /// A grid through `origin`, which has the number 0.
  ///
  /// @param origin milliseconds since 1970-01-01T00:00Z
  public TimeGrid(Frequency frequency, ZoneId zone, long origin) {
    this(frequency, zone, origin, MonthPlace.SAME_DAY);
  }

  /// A grid from `origin`, which lies at that place of its month when steps are months.
  public TimeGrid(Frequency frequency, ZoneId zone, long origin, MonthPlace place) {
    this.frequency = frequency;
    this.zone = zone;
    this.origin = origin;
    this.local = Instant.ofEpochMilli(origin).atZone(zone);
    this.place = place;
  }

  /// The step.
  public Frequency frequency() {
    return frequency;
  }

  /// The pandas alias, such as `15min`, `M` or `BME`.
  public String alias() {
    String alias = frequency.alias();
    String end =
        frequency.unit().months() == 0
            ? ""
            : switch (place) {
              case SAME_DAY, LAST_DAY -> "";
              case FIRST_WEEKDAY -> "S";
              case LAST_WEEKDAY -> "E";
            };
    int name = alias.length() - 1;
    return end.isEmpty() ? alias : alias.substring(0, name) + "B" + alias.substring(name) + end;
  }

  /// Where days begin.
  public ZoneId zone() {
    return zone;
  }

  /// The time of number 0, in milliseconds since 1970.
  public long origin() {
    return origin;
  }

  /// Where in their months times lie; matters when steps are months.
  public MonthPlace place() {
    return place;
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
        yield at(place.in(month, local.getDayOfMonth()));
      }
    };
  }

  /// Whether a time is one of the grid's, or one that a holiday has moved within its month.
  public boolean contains(long millis) {
    long number = number(millis);
    return time(number) == millis || (frequency.unit().months() > 0 && isMoved(millis, number));
  }

  private boolean isMoved(long millis, long number) {
    ZonedDateTime here = Instant.ofEpochMilli(millis).atZone(zone);
    boolean sameMonth = month(time(number)) == month(millis);
    return sameMonth
        && here.toLocalTime().equals(local.toLocalTime())
        && place.allows(here.toLocalDate(), local.getDayOfMonth());
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
        .getLong(ChronoField.PROLEPTIC_MONTH);
  }

  /// Working days up to a day; a weekend counts as its Friday.
  private static long businessDay(long epochDay) {
    long monday = epochDay + 3;
    return Math.floorDiv(monday, 7L) * BUSINESS_DAYS
        + Math.min(Math.floorMod(monday, 7L), BUSINESS_DAYS - 1L);
  }
}
