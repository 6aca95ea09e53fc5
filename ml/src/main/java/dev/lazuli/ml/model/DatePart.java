package dev.lazuli.ml.model;

import java.util.Locale;

/// A number taken out of a point in time, in UTC.
public enum DatePart {
  YEAR,
  /// 1 to 12.
  MONTH,
  /// Day of the month, 1 to 31.
  DAY,
  /// 1 for Monday to 7 for Sunday.
  WEEKDAY,
  /// 0 to 23.
  HOUR,
  /// 1 on Saturday and Sunday, else 0.
  WEEKEND,
  /// Days since 1970-01-01, with their fraction.
  EPOCH_DAY;

  private static final long DAY_MILLIS = 86_400_000;

  /// The part's name in files and feature names.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The part of a time.
  ///
  /// @param millis milliseconds since 1970-01-01T00:00Z
  public double of(double millis) {
    long day = Math.floorDiv((long) Math.floor(millis), DAY_MILLIS);
    if (this == EPOCH_DAY) {
      return millis / DAY_MILLIS;
    }
    return whole((long) Math.floor(millis), day);
  }

  private long whole(long millis, long day) {
    return switch (this) {
      case YEAR -> civil(day) / 10_000;
      case MONTH -> civil(day) / 100 % 100;
      case DAY -> civil(day) % 100;
      case WEEKDAY -> weekday(day);
      case HOUR -> (millis - day * DAY_MILLIS) / 3_600_000L;
      case WEEKEND -> weekday(day) >= 6 ? 1 : 0;
      case EPOCH_DAY -> day;
    };
  }

  private static long weekday(long day) {
    return Math.floorMod(day + 3, 7L) + 1;
  }

  /// Year, month and day as `yyyymmdd`, without making objects; years from 1 on.
  ///
  /// Rule: [civil_from_days](https://howardhinnant.github.io/date_algorithms.html).
  private static long civil(long epochDay) {
    long z = epochDay + 719_468;
    long era = Math.floorDiv(z, 146_097);
    long dayOfEra = z - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long shifted = (5 * dayOfYear + 2) / 153;
    long day = dayOfYear - (153 * shifted + 2) / 5 + 1;
    long month = shifted < 10 ? shifted + 3 : shifted - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return year * 10_000 + month * 100 + day;
  }
}
