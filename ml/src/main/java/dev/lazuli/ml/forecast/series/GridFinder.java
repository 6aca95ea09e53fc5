package dev.lazuli.ml.forecast.series;

import dev.lazuli.ml.InvalidInput;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds the grid on which the times of series lie.
final class GridFinder {
  private final List<long[]> times;
  private final ZoneId zone;
  private final long first;

  /// @param times of each series, ascending, none twice
  GridFinder(List<long[]> times, ZoneId zone) {
    this.times = times;
    this.zone = zone;
    this.first =
        times.stream().filter(one -> one.length > 0).mapToLong(one -> one[0]).min().orElseThrow();
  }

  /// The grid of the frequency that the options name, or else of the one that is found.
  ///
  /// @throws InvalidInput when none is named and none is found
  TimeGrid find(SeriesOptions options) {
    if (options.frequency().isEmpty()) {
      return new FrequencyFinder(times, zone, this).find();
    }
    FrequencyAlias asked = FrequencyAlias.parse(options.frequency());
    boolean joins = options.aggregate() != SeriesOptions.Aggregate.NONE;
    if (asked.frequency().unit().months() == 0) {
      return new TimeGrid(asked.frequency(), zone, first);
    }
    List<LocalDate> dates = dates();
    MonthPlace place = MonthPlace.of(dates, asked.place());
    if (joins && !place.fits(dates)) {
      ZonedDateTime start = local(first).withDayOfMonth(1).toLocalDate().atStartOfDay(zone);
      return new TimeGrid(asked.frequency(), zone, start.toInstant().toEpochMilli(), asked.place());
    }
    return grid(asked.frequency(), place, dates);
  }

  /// The grid of a frequency from the first time on.
  TimeGrid grid(Frequency frequency) {
    if (frequency.unit().months() == 0) {
      return new TimeGrid(frequency, zone, first);
    }
    List<LocalDate> dates = dates();
    return grid(frequency, MonthPlace.of(dates, MonthPlace.SAME_DAY), dates);
  }

  /// A grid of months whose origin has the day of the month that the times have: the first of them
  /// may lie in a month that lacks it.
  private TimeGrid grid(Frequency frequency, MonthPlace place, List<LocalDate> dates) {
    if (place != MonthPlace.SAME_DAY) {
      return new TimeGrid(frequency, zone, first, place);
    }
    int day = dates.stream().mapToInt(LocalDate::getDayOfMonth).max().orElse(1);
    int months = frequency.unit().months() * frequency.count();
    ZonedDateTime local = local(first);
    YearMonth month = YearMonth.from(local);
    boolean hasDay = place.fits(dates);
    for (int back = 0; back < 8 && month.lengthOfMonth() < day && hasDay; back++) {
      month = month.minusMonths(months);
    }
    boolean moved = !month.equals(YearMonth.from(local)) && month.lengthOfMonth() >= day;
    long origin =
        moved
            ? month.atDay(day).atTime(local.toLocalTime()).atZone(zone).toInstant().toEpochMilli()
            : first;
    return new TimeGrid(frequency, zone, origin, place);
  }

  /// The days of all times.
  List<LocalDate> dates() {
    List<LocalDate> dates = new ArrayList<>();
    for (long[] series : times) {
      Arrays.stream(series).mapToObj(time -> local(time).toLocalDate()).forEach(dates::add);
    }
    return dates;
  }

  private ZonedDateTime local(long millis) {
    return Instant.ofEpochMilli(millis).atZone(zone);
  }
}
