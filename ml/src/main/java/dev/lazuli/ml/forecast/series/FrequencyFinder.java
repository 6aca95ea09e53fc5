package dev.lazuli.ml.forecast.series;

import dev.lazuli.ml.InvalidInput;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Finds the frequency of times, most of which follow each other by one step.
final class FrequencyFinder {
  private static final double SHARE_MIN = 0.9;
  private static final long DAY_MILLIS = 86_400_000L;

  /// Units that always last as long, the longest first.
  private static final List<Frequency.Unit> CLOCK_UNITS =
      List.of(Frequency.Unit.HOUR, Frequency.Unit.MINUTE, Frequency.Unit.SECOND);

  private static final int STEPS_TOLD = 3;
  private static final int BUSINESS_TIMES_MIN = 7;

  /// Days between the last weekdays of two months, at least.
  private static final int MONTH_MIN = 26;

  private final List<long[]> times;
  private final ZoneId zone;
  private final GridFinder grids;

  /// @param times of each series, ascending, none twice
  FrequencyFinder(List<long[]> times, ZoneId zone, GridFinder grids) {
    this.times = times;
    this.zone = zone;
    this.grids = grids;
  }

  /// The grid of the frequency.
  ///
  /// @throws InvalidInput when there are too few times, or no step fits nine of ten
  TimeGrid find() {
    if (times.stream().noneMatch(series -> series.length > 1)) {
      throw new InvalidInput(
          "frequency", "no series has two times, so the frequency cannot be told; give one");
    }
    List<Map.Entry<Long, Integer>> steps = steps();
    long commonest = steps.getFirst().getKey();
    Frequency found = hasWholeDays() ? ofDays(commonest) : ofMillis(commonest);
    TimeGrid grid = grids.grid(found);
    double share = share(grid);
    if (share < SHARE_MIN) {
      throw new InvalidInput(
          "frequency",
          "the times have no common step: most often they lie %s apart, and %s fits only %.0f %% of them; %s"
              .formatted(stepsTold(steps), found.alias(), 100 * share, advice()));
    }
    return grid;
  }

  /// The commonest steps with their shares, such as `31 days (58 %), 30 days (33 %)`.
  private static String stepsTold(List<Map.Entry<Long, Integer>> steps) {
    double all = steps.stream().mapToInt(Map.Entry::getValue).sum();
    return steps.stream()
        .limit(STEPS_TOLD)
        .map(step -> "%s (%.0f %%)".formatted(told(step.getKey()), 100 * step.getValue() / all))
        .collect(Collectors.joining(", "));
  }

  private static String told(long millis) {
    if (millis % DAY_MILLIS == 0) {
      return told(millis / DAY_MILLIS, Frequency.Unit.DAY);
    }
    for (Frequency.Unit unit : CLOCK_UNITS) {
      if (millis % unit.millis() == 0) {
        return told(millis / unit.millis(), unit);
      }
    }
    return millis + " ms";
  }

  private static String told(long count, Frequency.Unit unit) {
    return "%d %s%s".formatted(count, unit.word(), count == 1 ? "" : "s");
  }

  /// What may be given: a frequency at whose steps each time has one of its own, where there is
  /// one.
  private String advice() {
    for (Frequency.Unit unit :
        List.of(
            Frequency.Unit.YEAR,
            Frequency.Unit.QUARTER,
            Frequency.Unit.MONTH,
            Frequency.Unit.WEEK,
            Frequency.Unit.DAY,
            Frequency.Unit.HOUR)) {
      if (hasOneEach(grids.grid(Frequency.of(unit)))) {
        return "each lies in a %s of its own: give the frequency %s, and target_aggregate_function to take each to its %s"
            .formatted(unit.word(), Frequency.of(unit).alias(), unit.word());
      }
    }
    return "give the frequency, and target_aggregate_function to take each time to its step";
  }

  /// Whether no two times of a series lie in one step, and few steps have none.
  private boolean hasOneEach(TimeGrid grid) {
    long used = 0;
    long spanned = 0;
    for (long[] series : times) {
      long[] numbers = Arrays.stream(series).map(grid::number).distinct().toArray();
      if (numbers.length < series.length) {
        return false;
      }
      used += numbers.length;
      spanned += numbers.length == 0 ? 0 : numbers[numbers.length - 1] - numbers[0] + 1;
    }
    return used >= SHARE_MIN * spanned;
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

  private Frequency ofDays(long millis) {
    long days = Math.round(millis / (double) DAY_MILLIS);
    if (days == 1 && hasNoWeekends()) {
      return Frequency.of(Frequency.Unit.BUSINESS_DAY);
    }
    if (days >= MONTH_MIN && isByMonth()) {
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
        if (MonthPlace.isWeekend(local(time).toLocalDate())) {
          return false;
        }
        count++;
      }
    }
    return count > BUSINESS_TIMES_MIN;
  }

  /// Whether all times lie at the same place of their months.
  private boolean isByMonth() {
    List<LocalDate> dates = grids.dates();
    return MonthPlace.of(dates, MonthPlace.SAME_DAY).fits(dates);
  }

  private static Frequency ofMillis(long millis) {
    for (Frequency.Unit unit : CLOCK_UNITS) {
      if (millis % unit.millis() == 0 && millis >= unit.millis()) {
        return new Frequency(unit, Math.toIntExact(millis / unit.millis()));
      }
    }
    throw new InvalidInput(
        "frequency", "times are %d ms apart; the shortest step is a second".formatted(millis));
  }

  /// The times between two neighbours and how often they occur, the commonest first; of equals the
  /// shortest.
  private List<Map.Entry<Long, Integer>> steps() {
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
    return sorted;
  }

  /// The part of the times that lie on the grid, for which each series has an origin of its own
  /// where steps are not months.
  private double share(TimeGrid common) {
    Frequency frequency = common.frequency();
    int on = 0;
    int all = 0;
    for (long[] series : times) {
      if (series.length == 0) {
        continue;
      }
      TimeGrid grid =
          frequency.unit().months() > 0 ? common : new TimeGrid(frequency, zone, series[0]);
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
