package dev.lazuli.ml.forecast.panel;

import dev.lazuli.ml.forecast.series.Frequency;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;

/// A number read off the calendar.
public enum CalendarPart {
  MONTH,
  DAY_OF_YEAR,
  DAY_OF_MONTH,
  WEEKDAY,
  HOUR,
  MINUTE_OF_DAY;

  /// The name in files, such as `day_of_year`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The parts that differ between values of this frequency.
  static List<CalendarPart> of(Frequency frequency) {
    return switch (frequency.unit()) {
      case SECOND, MINUTE -> List.of(WEEKDAY, HOUR, MINUTE_OF_DAY);
      case HOUR -> List.of(MONTH, DAY_OF_YEAR, DAY_OF_MONTH, WEEKDAY, HOUR);
      case DAY, BUSINESS_DAY -> List.of(MONTH, DAY_OF_YEAR, DAY_OF_MONTH, WEEKDAY);
      case WEEK -> List.of(MONTH, DAY_OF_YEAR);
      case MONTH, QUARTER -> List.of(MONTH);
      case YEAR -> List.of();
    };
  }

  /// Its value at a time.
  double at(ZonedDateTime time) {
    return switch (this) {
      case MONTH -> time.getMonthValue();
      case DAY_OF_YEAR -> time.getDayOfYear();
      case DAY_OF_MONTH -> time.getDayOfMonth();
      case WEEKDAY -> time.getDayOfWeek().getValue();
      case HOUR -> time.getHour();
      case MINUTE_OF_DAY -> time.getHour() * 60 + time.getMinute();
    };
  }
}
