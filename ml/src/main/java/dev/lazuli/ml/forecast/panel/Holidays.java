package dev.lazuli.ml.forecast.panel;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.series.TimeValues;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Days that are unlike others, by name. Immutable.
public final class Holidays {
  /// Holidays farther away than this make no difference.
  static final int REACH = 4;

  private static final long DAY_MILLIS = 86_400_000L;
  private static final int NAMES_MAX = 250;

  private final List<String> names;
  private final TreeMap<Long, Integer> days;

  /// Holidays by day.
  ///
  /// @param names distinct
  /// @param days the place of its name, by days since 1970-01-01
  public Holidays(List<String> names, Map<Long, Integer> days) {
    this.names = List.copyOf(names);
    this.days = new TreeMap<>(days);
    if (names.size() > NAMES_MAX) {
      throw new InvalidInput(
          "holidays", "there are %d holidays, at most %d".formatted(names.size(), NAMES_MAX));
    }
  }

  /// No holidays.
  public static Holidays none() {
    return new Holidays(List.of(), Map.of());
  }

  /// The holidays of a table: a column `date`, if any a column `name` or `holiday`, and if any a
  /// column `country`, `country_or_region` or `region`, of which the rows of one country are taken.
  ///
  /// @param country such as `NO`; empty for all rows
  /// @throws InvalidInput when there is no date, or no row of that country
  public static Holidays read(Frame table, String country) {
    Column dates =
        find(table, List.of("date", "ds", "day"))
            .orElseThrow(
                () -> new InvalidInput("holidays", "the table of holidays has no column 'date'"));
    Optional<Column> names = find(table, List.of("name", "holiday", "holiday_name"));
    Optional<Column> countries =
        find(table, List.of("country", "country_or_region", "country_code", "region"));
    List<String> distinct = new ArrayList<>();
    Map<Long, Integer> days = new TreeMap<>();
    long[] times = TimeValues.of(dates);
    for (int row = 0; row < times.length; row++) {
      int at = row;
      boolean here =
          country.isEmpty()
              || countries.map(c -> c.text(at).equalsIgnoreCase(country)).orElse(true);
      if (here) {
        String name = names.map(column -> column.text(at)).orElse("holiday");
        if (!distinct.contains(name)) {
          distinct.add(name);
        }
        days.put(Math.floorDiv(times[row], DAY_MILLIS), distinct.indexOf(name));
      }
    }
    if (days.isEmpty()) {
      throw new InvalidInput(
          "country_or_region_for_holidays",
          "the table of holidays has no row of '%s'".formatted(country));
    }
    return new Holidays(distinct, days);
  }

  private static Optional<Column> find(Frame table, List<String> names) {
    return table.columns().stream()
        .filter(column -> names.contains(column.name().toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /// The names.
  public List<String> names() {
    return names;
  }

  /// The place of a name, by days since 1970-01-01.
  public Map<Long, Integer> days() {
    return Map.copyOf(days);
  }

  boolean isEmpty() {
    return days.isEmpty();
  }

  /// The place of the day's name; NaN for an ordinary day.
  double name(long epochDay) {
    Integer place = days.get(epochDay);
    return place == null ? Double.NaN : place;
  }

  /// Days until the next holiday, the day itself included, at most [#REACH].
  double until(long epochDay) {
    Long next = days.ceilingKey(epochDay);
    return next == null ? REACH : Math.min(REACH, next - epochDay);
  }

  /// Days since the last holiday, the day itself included, at most [#REACH].
  double since(long epochDay) {
    Long last = days.floorKey(epochDay);
    return last == null ? REACH : Math.min(REACH, epochDay - last);
  }
}
