package dev.lazuli.ml.frame;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// From the earliest to the latest time of a column: what tells which unit a bare number is in.
///
/// A number is milliseconds since 1970 where that lies in the range, and in another [Unit] where
/// only that does.
///
/// @param first milliseconds since 1970-01-01T00:00Z
/// @param last not before `first`
public record TimeRange(double first, double last) {
  private static final double DAY_MILLIS = 86_400_000;

  /// Later times than those learned are usual: by as much as the range is long, and at least this.
  private static final double LATER_MIN = 3653 * DAY_MILLIS;

  /// How numbers stand for times, those of the same words nearest first.
  private enum Unit {
    MILLISECONDS("in milliseconds since 1970"),
    SECONDS("in seconds since 1970"),
    MICROSECONDS("in microseconds since 1970"),
    NANOSECONDS("in nanoseconds since 1970"),
    DIGITS("as yyyymmdd");

    private final String words;

    Unit(String words) {
      this.words = words;
    }

    /// Milliseconds since 1970; NaN when the number is no time in this unit.
    double millis(double number) {
      return switch (this) {
        case MILLISECONDS -> number;
        case SECONDS -> number * 1000;
        case MICROSECONDS -> number / 1000;
        case NANOSECONDS -> number / 1_000_000;
        case DIGITS -> digits(number);
      };
    }

    private static double digits(double number) {
      if (number != Math.rint(number) || !(number >= 10_000_101 && number <= 99_991_231)) {
        return Double.NaN;
      }
      int digits = (int) number;
      try {
        LocalDate day = LocalDate.of(digits / 10_000, digits / 100 % 100, digits % 100);
        return day.toEpochDay() * DAY_MILLIS;
      } catch (DateTimeException _) {
        return Double.NaN;
      }
    }
  }

  /// The range of a column's values, if it has any.
  public static Optional<TimeRange> of(Column column) {
    if (!(column instanceof NumberColumn numbers) || numbers.type() != ColumnType.DATETIME) {
      return Optional.empty();
    }
    double[] present =
        Arrays.stream(numbers.values()).filter(value -> !Double.isNaN(value)).toArray();
    return present.length == 0
        ? Optional.empty()
        : Optional.of(
            new TimeRange(
                Arrays.stream(present).min().orElseThrow(),
                Arrays.stream(present).max().orElseThrow()));
  }

  /// The time that a number means, in milliseconds since 1970; NaN when no unit puts it near this
  /// range, or it is in it by more than one.
  public double millis(double number) {
    double wider = Math.max(last - first, LATER_MIN);
    for (double reach : new double[] {0, wider}) {
      List<Unit> fitting =
          Arrays.stream(Unit.values()).filter(unit -> isIn(unit.millis(number), reach)).toList();
      if (!fitting.isEmpty()) {
        return isClear(fitting) ? fitting.getFirst().millis(number) : Double.NaN;
      }
    }
    return Double.NaN;
  }

  private boolean isIn(double millis, double reach) {
    return millis >= first - reach && millis <= last + reach;
  }

  /// Finer units than milliseconds don't speak against these: all times that are near 1970 in them
  /// would.
  private static boolean isClear(List<Unit> fitting) {
    return fitting.size() == 1
        || (fitting.getFirst() == Unit.MILLISECONDS
            && !fitting.contains(Unit.SECONDS)
            && !fitting.contains(Unit.DIGITS));
  }

  /// What a number would be in each unit, and what the range is, for a message.
  public String readings(double number) {
    List<String> readings = new ArrayList<>();
    for (Unit unit : Unit.values()) {
      double days = Math.floor(unit.millis(number) / DAY_MILLIS);
      if (days >= LocalDate.of(1, 1, 1).toEpochDay()
          && days <= LocalDate.of(9999, 12, 31).toEpochDay()) {
        readings.add("%s %s".formatted(LocalDate.ofEpochDay((long) days), unit.words));
      }
    }
    return "%s; the times learned are those of %s to %s"
        .formatted(
            readings.isEmpty()
                ? "as a number it is no time in any unit"
                : "it would be " + String.join(", or ", readings),
            day(first),
            day(last));
  }

  private static LocalDate day(double millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli((long) millis), ZoneOffset.UTC);
  }
}
