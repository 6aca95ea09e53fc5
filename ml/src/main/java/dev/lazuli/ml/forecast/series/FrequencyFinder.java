package dev.lazuli.ml.forecast.series;

import dev.lazuli.ml.InvalidInput;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the frequency of times, most of which follow each other by one step.
final class FrequencyFinder {
  private static final double SHARE_MIN = 0.9;
  private static final long DAY_MILLIS = 86_400_000L;

  private final List<long[]> times;
  private final ZoneId zone;

  /// @param times of each series, ascending, none twice
  FrequencyFinder(List<long[]> times, ZoneId zone) {
    this.times = times;
    this.zone = zone;
  }

  /// The frequency.
  ///
  /// @throws InvalidInput when there are too few times, or no step fits nine of ten
  Frequency find() {
    if (times.stream().noneMatch(series -> series.length > 1)) {
      throw new InvalidInput(
          "frequency", "no series has two times, so the frequency cannot be told; give one");
    }
    Frequency found = hasWholeDays() ? ofDays() : ofMillis(commonest());
    if (share(found) < SHARE_MIN) {
      throw new InvalidInput(
          "frequency",
          "the times have no common step: %s fits only %.0f %% of them; give the frequency, and target_aggregate_function to take each time to its step"
              .formatted(found.alias(), 100 * share(found)));
    }
    return found;
  }

  private boolean hasWholeDays() {
    LocalTime first = null;
    for (long[] series : times) {
      for (long time : series) {
        LocalTime here = local(time).toLocalTime();
        if (first == null) {
          first = here;
        }
        if (!here.equals(first)) {
          return false;
        }
      }
    }
    return true;
  }

  private Frequency ofDays() {
    long days = Math.round(commonest() / (double) DAY_MILLIS);
    if (days == 1 && hasNoWeekends()) {
      return Frequency.of(Frequency.Unit.BUSINESS_DAY);
    }
    if (days >= 28 && hasMonthDays()) {
      int months = (int) Math.max(1, Math.round(days / 30.44));
      return months % 12 == 0
          ? new Frequency(Frequency.Unit.YEAR, months / 12)
          : months % 3 == 0
              ? new Frequency(Frequency.Unit.QUARTER, months / 3)
              : new Frequency(Frequency.Unit.MONTH, months);
    }
    return days % 7 == 0
        ? new Frequency(Frequency.Unit.WEEK, (int) days / 7)
        : new Frequency(Frequency.Unit.DAY, (int) Math.max(1, days));
  }

  private boolean hasNoWeekends() {
    int count = 0;
    for (long[] series : times) {
      for (long time : series) {
        DayOfWeek day = local(time).getDayOfWeek();
        if (day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY) {
          return false;
        }
        count++;
      }
    }
    return count > BUSINESS_TIMES_MIN;
  }

  private static final int BUSINESS_TIMES_MIN = 7;

  /// Whether all times lie on the same day of their months, or on the last of those that lack it.
  private boolean hasMonthDays() {
    int latest = 0;
    for (long[] series : times) {
      for (long time : series) {
        latest = Math.max(latest, local(time).getDayOfMonth());
      }
    }
    for (long[] series : times) {
      for (long time : series) {
        LocalDate date = local(time).toLocalDate();
        if (date.getDayOfMonth() != Math.min(latest, date.lengthOfMonth())) {
          return false;
        }
      }
    }
    return true;
  }

  /// Whether all times lie on the last days of their months.
  static boolean areMonthEnds(List<long[]> times, ZoneId zone) {
    for (long[] series : times) {
      for (long time : series) {
        LocalDate date = Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
        if (date.getDayOfMonth() != date.lengthOfMonth()) {
          return false;
        }
      }
    }
    return true;
  }

  private static Frequency ofMillis(long millis) {
    for (Frequency.Unit unit :
        List.of(Frequency.Unit.HOUR, Frequency.Unit.MINUTE, Frequency.Unit.SECOND)) {
      if (millis % unit.millis() == 0 && millis >= unit.millis()) {
        return new Frequency(unit, Math.toIntExact(millis / unit.millis()));
      }
    }
    throw new InvalidInput(
        "frequency", "times are %d ms apart; the shortest step is a second".formatted(millis));
  }

  /// The commonest time between two neighbours; of equals the shortest.
  private long commonest() {
    Map<Long, Integer> counts = new HashMap<>();
    for (long[] series : times) {
      for (int i = 1; i < series.length; i++) {
        counts.merge(series[i] - series[i - 1], 1, Integer::sum);
      }
    }
    List<Map.Entry<Long, Integer>> sorted = new ArrayList<>(counts.entrySet());
    sorted.sort(
        Map.Entry.<Long, Integer>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey()));
    return sorted.getFirst().getKey();
  }

  /// The part of the times that lie on the grid of `frequency`.
  private double share(Frequency frequency) {
    int on = 0;
    int all = 0;
    boolean monthEnd = areMonthEnds(times, zone);
    for (long[] series : times) {
      if (series.length == 0) {
        continue;
      }
      TimeGrid grid = new TimeGrid(frequency, zone, series[0], monthEnd);
      for (long time : series) {
        on += grid.contains(time) ? 1 : 0;
        all++;
      }
    }
    return (double) on / Math.max(1, all);
  }

  private ZonedDateTime local(long millis) {
    return Instant.ofEpochMilli(millis).atZone(zone);
  }
}
