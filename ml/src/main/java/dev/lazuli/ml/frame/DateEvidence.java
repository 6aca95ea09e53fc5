package dev.lazuli.ml.frame;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Decides whether days or months come first in the columns of a file whose dates leave it open.
///
/// A column that shows it holds for the file. Where none does, a column tells whose times lie
/// evenly in one order and not in the other.
final class DateEvidence {
  private static final double DAY_MILLIS = 86_400_000;

  /// At least so much of a grid is filled in the right order.
  private static final double FILLED_MIN = 0.5;

  /// And so many times as much as in the other.
  private static final double TIMES_MORE = 2;

  private static final int TIMES_MIN = 4;

  private DateEvidence() {}

  /// Settles the columns of one file and tells how each that left it open is read.
  ///
  /// @param asked day first where that was asked for; month first lets the file tell
  static List<CsvResult.DateReading> settle(List<ColumnBuilder> columns, DateOrder asked) {
    List<ColumnBuilder> open = columns.stream().filter(ColumnBuilder::isDateUnclear).toList();
    List<CsvResult.DateReading> readings = new ArrayList<>();
    if (open.isEmpty()) {
      return readings;
    }
    Found found = asked == DateOrder.DAY_FIRST ? new Found(true, "") : find(columns, open);
    for (ColumnBuilder column : open) {
      if (found.dayFirst) {
        column.settleDayFirst();
      }
      readings.add(new CsvResult.DateReading(column.name(), found.because));
    }
    return readings;
  }

  /// @param because what shows it, in words; empty when nothing does
  private record Found(boolean dayFirst, String because) {}

  private static Found find(List<ColumnBuilder> columns, List<ColumnBuilder> open) {
    Optional<String> days = clear(columns, ValueParser.DAY_FIRST);
    Optional<String> months = clear(columns, ValueParser.MONTH_FIRST);
    if (days.isPresent() != months.isPresent()) {
      return new Found(days.isPresent(), "as '%s' shows".formatted(days.or(() -> months).get()));
    }
    for (ColumnBuilder column : open) {
      double[] monthFirst =
          Arrays.stream(column.times()).filter(time -> !Double.isNaN(time)).distinct().toArray();
      double[] dayFirst = Arrays.stream(monthFirst).map(DateEvidence::swapped).toArray();
      double asMonths = filled(monthFirst);
      double asDays = filled(dayFirst);
      if (Math.max(asMonths, asDays) >= FILLED_MIN
          && Math.max(asMonths, asDays) > TIMES_MORE * Math.min(asMonths, asDays)) {
        return new Found(
            asDays > asMonths, "since '%s' has even steps so".formatted(column.name()));
      }
    }
    return new Found(false, "");
  }

  private static Optional<String> clear(List<ColumnBuilder> columns, int kind) {
    return columns.stream()
        .filter(column -> column.isDateClear(kind))
        .map(ColumnBuilder::name)
        .findFirst();
  }

  /// The time with its day as month and its month as day.
  private static double swapped(double millis) {
    double days = Math.floor(millis / DAY_MILLIS);
    LocalDate date = LocalDate.ofEpochDay((long) days);
    if (date.getDayOfMonth() > 12) {
      return Double.NaN; // a zone has moved it
    }
    LocalDate other = LocalDate.of(date.getYear(), date.getDayOfMonth(), date.getMonthValue());
    return other.toEpochDay() * DAY_MILLIS + (millis - days * DAY_MILLIS);
  }

  /// The share of a grid through the times that they fill, in months or in exact steps.
  static double filled(double[] times) {
    long[] sorted =
        Arrays.stream(times)
            .filter(time -> !Double.isNaN(time))
            .mapToLong(time -> (long) time)
            .sorted()
            .toArray();
    if (sorted.length < TIMES_MIN) {
      return 0;
    }
    double exact = share(sorted);
    long place = placeInMonth(sorted[0]);
    boolean monthly = Arrays.stream(sorted).allMatch(time -> placeInMonth(time) == place);
    return monthly
        ? Math.max(exact, share(Arrays.stream(sorted).map(DateEvidence::month).toArray()))
        : exact;
  }

  /// Of numbers that rise, the share of the steps from the first to the last that they are.
  private static double share(long[] rising) {
    long step = 0;
    for (int i = 1; i < rising.length; i++) {
      long a = rising[i] - rising[i - 1];
      long b = step;
      while (b != 0) {
        long rest = a % b;
        a = b;
        b = rest;
      }
      step = a;
    }
    double steps = (rising[rising.length - 1] - rising[0]) / (double) step + 1;
    return rising.length / steps;
  }

  private static long placeInMonth(long millis) {
    LocalDate day = day(millis);
    return (long) (millis - day.withDayOfMonth(1).toEpochDay() * DAY_MILLIS);
  }

  private static long month(long millis) {
    YearMonth month = YearMonth.from(day(millis));
    return month.getYear() * 12L + month.getMonthValue();
  }

  private static LocalDate day(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }
}
