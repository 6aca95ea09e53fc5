package dev.lazuli.ml.forecast.series;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.series.Frequency.Unit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one of [pandas' offset
/// aliases](https://pandas.pydata.org/docs/user_guide/timeseries.html#offset-aliases) says, in the
/// names of pandas 1 and of pandas 2.2.
///
/// @param place in the month, for steps of months
record FrequencyAlias(Frequency frequency, MonthPlace place) {
  private static final Pattern FORM = Pattern.compile("(\\d{0,6})\\s*([A-Za-z]+)(?:-(.+))?");
  private static final Set<String> WEEKDAYS =
      Set.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
  private static final Set<String> MONTHS =
      Set.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final Map<String, FrequencyAlias> KNOWN = known();
  private static final Map<String, String> REFUSED = refused();

  /// What to write for each.
  private static final String CHOICE =
      "s, min, h, D, B (weekdays), W, MS, ME, BMS, BME (first and last weekday of the month), QS, QE,"
          + " BQS, BQE, YS, YE, BYS, BYE, with a count before it if any";

  private static Map<String, FrequencyAlias> known() {
    Map<String, FrequencyAlias> known = new TreeMap<>();
    put(known, Unit.SECOND, MonthPlace.SAME_DAY, "s");
    put(known, Unit.MINUTE, MonthPlace.SAME_DAY, "min", "t");
    put(known, Unit.HOUR, MonthPlace.SAME_DAY, "h");
    put(known, Unit.DAY, MonthPlace.SAME_DAY, "d");
    put(known, Unit.BUSINESS_DAY, MonthPlace.SAME_DAY, "b", "c");
    put(known, Unit.WEEK, MonthPlace.SAME_DAY, "w");
    put(known, Unit.MONTH, MonthPlace.SAME_DAY, "ms");
    put(known, Unit.MONTH, MonthPlace.LAST_DAY, "m", "me");
    put(known, Unit.MONTH, MonthPlace.FIRST_WEEKDAY, "bms", "cbms");
    put(known, Unit.MONTH, MonthPlace.LAST_WEEKDAY, "bm", "bme", "cbm", "cbme");
    put(known, Unit.QUARTER, MonthPlace.SAME_DAY, "qs");
    put(known, Unit.QUARTER, MonthPlace.LAST_DAY, "q", "qe");
    put(known, Unit.QUARTER, MonthPlace.FIRST_WEEKDAY, "bqs");
    put(known, Unit.QUARTER, MonthPlace.LAST_WEEKDAY, "bq", "bqe");
    put(known, Unit.YEAR, MonthPlace.SAME_DAY, "as", "ys");
    put(known, Unit.YEAR, MonthPlace.LAST_DAY, "a", "y", "ye");
    put(known, Unit.YEAR, MonthPlace.FIRST_WEEKDAY, "bas", "bys");
    put(known, Unit.YEAR, MonthPlace.LAST_WEEKDAY, "ba", "by", "bye");
    return known;
  }

  private static void put(
      Map<String, FrequencyAlias> known, Unit unit, MonthPlace place, String... names) {
    for (String name : names) {
      known.put(name, new FrequencyAlias(Frequency.of(unit), place));
    }
  }

  private static Map<String, String> refused() {
    Map<String, String> refused = new TreeMap<>();
    for (String name : List.of("sm", "sme", "sms")) {
      refused.put(
          name,
          "twice a month; those steps differ: M or D with target_aggregate_function are even");
    }
    for (String name : List.of("wom", "lwom")) {
      refused.put(
          name, "a weekday of one week of each month; M with target_aggregate_function is near");
    }
    for (String name : List.of("bh", "cbh")) {
      refused.put(name, "business hours; h fills the hours between, or keep one row a day");
    }
    for (String name : List.of("l", "us", "u", "ns", "n")) {
      refused.put(name, "shorter than a second; s with target_aggregate_function joins rows");
    }
    for (String name : List.of("re", "req")) {
      refused.put(name, "years of 52 or 53 weeks; W has steps of one length");
    }
    return refused;
  }

  /// Reads an alias.
  ///
  /// @throws InvalidInput when it is none, or one that forecasts do not go by
  static FrequencyAlias parse(String alias) {
    Matcher matcher = FORM.matcher(alias.strip());
    if (!matcher.matches()) {
      throw unknown(alias, "");
    }
    String name = matcher.group(2).toLowerCase(Locale.ROOT);
    if (matcher.group(2).equals("ms")) {
      throw unknown(alias, " (milliseconds, which is shorter than a second; months are MS)");
    }
    String reason = REFUSED.get(name);
    FrequencyAlias found = KNOWN.get(name);
    if (reason != null || found == null) {
      throw unknown(alias, reason == null ? "" : " (" + reason + ")");
    }
    String anchor = matcher.group(3);
    if (anchor != null && !found.anchors().contains(anchor.toUpperCase(Locale.ROOT))) {
      throw unknown(alias, " ('%s' is no end for %s)".formatted(anchor, matcher.group(2)));
    }
    String count = matcher.group(1);
    Frequency frequency =
        new Frequency(found.frequency.unit(), count.isEmpty() ? 1 : Integer.parseInt(count));
    return new FrequencyAlias(frequency, found.place);
  }

  /// What may follow the name: the weekday or month in which a week, quarter or year ends.
  private Set<String> anchors() {
    return switch (frequency.unit()) {
      case WEEK -> WEEKDAYS;
      case QUARTER, YEAR -> MONTHS;
      case SECOND, MINUTE, HOUR, DAY, BUSINESS_DAY, MONTH -> Set.of();
    };
  }

  private static InvalidInput unknown(String alias, String reason) {
    return new InvalidInput(
        "frequency", "frequency '%s'%s is none of %s".formatted(alias, reason, CHOICE));
  }
}
