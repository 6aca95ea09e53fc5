package dev.lazuli.ml.forecast.series;

import dev.lazuli.ml.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The time between two values of a series: so many of a unit.
///
/// @param count at least 1
public record Frequency(Unit unit, int count) {
  /// A unit of time.
  public enum Unit {
    SECOND("s", 1000L),
    MINUTE("min", 60_000L),
    HOUR("h", 3_600_000L),
    /// A day of the calendar, whatever its hours.
    DAY("D", 0),
    /// Monday to Friday.
    BUSINESS_DAY("B", 0),
    WEEK("W", 0),
    MONTH("M", 0),
    QUARTER("Q", 0),
    YEAR("Y", 0);

    private final String alias;
    private final long millis;

    Unit(String alias, long millis) {
      this.alias = alias;
      this.millis = millis;
    }

    /// The word for one, such as `month`.
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// Milliseconds, for units that always last as long; else 0.
    public long millis() {
      return millis;
    }

    /// Months, for units that are months; else 0.
    public int months() {
      return switch (this) {
        case MONTH -> 1;
        case QUARTER -> 3;
        case YEAR -> 12;
        case SECOND, MINUTE, HOUR, DAY, BUSINESS_DAY, WEEK -> 0;
      };
    }
  }

  /// Refuses counts below 1.
  public Frequency {
    if (count < 1) {
      throw new InvalidInput("frequency", "frequency has count %d".formatted(count));
    }
  }

  /// One of a unit.
  public static Frequency of(Unit unit) {
    return new Frequency(unit, 1);
  }

  /// The frequency that one of pandas' offset aliases names, such as `D`, `15min`, `W-SUN`, `MS`,
  /// `BME`, `QE`; where in the week, month or year the times lie is read from the times themselves.
  ///
  /// @throws InvalidInput when it is none, or one whose steps forecasts do not go by
  public static Frequency parse(String alias) {
    return FrequencyAlias.parse(alias).frequency();
  }

  /// The pandas alias, such as `15min`.
  public String alias() {
    return (count == 1 ? "" : Integer.toString(count)) + unit.alias;
  }

  /// The numbers of values after which such series often repeat, shortest first.
  public List<Integer> periods() {
    int[] units =
        switch (unit) {
          case SECOND -> new int[] {60, 3600, 86_400};
          case MINUTE -> new int[] {60, 1440, 10_080};
          case HOUR -> new int[] {24, 168};
          case DAY -> new int[] {7};
          case BUSINESS_DAY -> new int[] {5};
          case WEEK -> new int[] {52};
          case MONTH -> new int[] {12};
          case QUARTER -> new int[] {4};
          case YEAR -> new int[0];
        };
    List<Integer> periods = new ArrayList<>();
    for (int period : units) {
      if (period % count == 0 && period / count > 1) {
        periods.add(period / count);
      }
    }
    return periods;
  }

  /// How many values ahead such series are commonly forecast.
  public int usualHorizon() {
    return switch (unit) {
      case SECOND, MINUTE -> 60;
      case HOUR -> 24;
      case DAY -> 14;
      case BUSINESS_DAY -> 10;
      case WEEK -> 8;
      case MONTH -> 12;
      case QUARTER -> 4;
      case YEAR -> 3;
    };
  }
}
