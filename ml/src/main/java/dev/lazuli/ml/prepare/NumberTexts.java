package dev.lazuli.ml.prepare;

import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.frame.TextColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds columns of text whose values were meant to be numbers or times.
///
/// They are used as text all the same: a value such as `1.234` does not tell what its point means.
final class NumberTexts {
  private static final double SHARE_MIN = 0.8;
  private static final int SHOWN_MAX = 3;
  private static final Pattern PLAIN =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  /// Digits in groups, a currency before or after them, a percent sign, a negative in brackets.
  private static final Pattern MARKED =
      Pattern.compile(
          "\\(?[+\\-\u2212]?\\p{Sc}?\\s*\\d[\\d.,'\\p{Zs}]*\\s*(\\p{Sc}|%|[A-Z]{3})?\\)?");

  /// Numbers with marks between their thousands: two groups, or one and decimals behind another
  /// mark.
  private static final Pattern GROUPED =
      Pattern.compile(
          "[+-]?\\d{1,3}(?:([.,'\\p{Zs}])\\d{3}(?:\\1\\d{3})+(?:[.,]\\d+)?|\\.\\d{3},\\d+|,\\d{3}\\.\\d+|['\\p{Zs}]\\d{3}[.,]\\d+)");

  private static final Pattern TIME_OF_DAY =
      Pattern.compile("\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d+)?)?( ?[AaPp][Mm])?");

  /// Times that are not read as such: months by their names, years of two digits.
  private static final Pattern DATE =
      Pattern.compile(
          "\\d{1,2}[ ./-]*MONTH[ ,/-]*(\\d{4}|\\d{2})|MONTH \\d{1,2},? \\d{4}|\\d{1,2}([/.-])\\d{1,2}[/.-]\\d{2}"
              .replace("MONTH", "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\\.?"),
          Pattern.CASE_INSENSITIVE);

  private NumberTexts() {}

  /// What to tell of a column, if most of its values are numbers or times, or would be without
  /// their marks.
  static Optional<String> note(TextColumn column) {
    return new Tally(column).note();
  }

  /// How many values of a column are written in which way.
  private static final class Tally {
    private final TextColumn column;
    private final List<String> others = new ArrayList<>();
    private int present;
    private int plain;
    private int marked;
    private int named;
    private int ofDay;
    private int dates;
    private String example = "";
    private String grouped = "";

    Tally(TextColumn column) {
      this.column = column;
      int[] rows = new int[column.dictionary().size()];
      for (int code : column.codes()) {
        if (code >= 0) {
          rows[code]++;
          present++;
        }
      }
      for (int code = 0; code < rows.length; code++) {
        if (rows[code] > 0) {
          add(column.dictionary().get(code).strip(), rows[code]);
        }
      }
    }

    private void add(String text, int rows) {
      if (PLAIN.matcher(text).matches()) {
        plain += rows;
        return;
      }
      others.add(text);
      named += DATE.matcher(text).matches() ? rows : 0;
      ofDay += TIME_OF_DAY.matcher(text).matches() ? rows : 0;
      dates += isDate(text) ? rows : 0;
      if (MARKED.matcher(text).matches()) {
        marked += rows;
        example = example.isEmpty() ? text : example;
        grouped = grouped.isEmpty() && GROUPED.matcher(text).matches() ? text : grouped;
      }
    }

    private boolean isMost(int rows) {
      return rows > 0 && rows >= SHARE_MIN * present;
    }

    Optional<String> note() {
      if (!grouped.isEmpty() && isMost(plain + marked)) {
        return say(
            "numbers such as '%s' have marks between their thousands; to use them as numbers, write them like 1234.5"
                .formatted(grouped));
      }
      if (isMost(ofDay)) {
        return say(
            "it holds times of day such as '%s' without a date; to use them as numbers, write them as hours, such as 17.07 for 17:04"
                .formatted(others.getFirst()));
      }
      if (isMost(dates)) {
        return Optional.of(mixedDates(column, others, present - dates));
      }
      if (plain < present && isMost(plain)) {
        return say(
            "%d of its %d values are no numbers, such as '%s'; if they mean no value, leave them empty"
                .formatted(
                    present - plain,
                    present,
                    String.join("', '", others.subList(0, Math.min(SHOWN_MAX, others.size())))));
      }
      if (isMost(named)) {
        return say(
            "its values are written like '%s'; to use them as times, write them like 2024-01-31"
                .formatted(others.getFirst()));
      }
      return marked > 0 && isMost(plain + marked)
          ? say(
              "its values are written like '%s'; to use them as numbers, write them like 1234.5"
                  .formatted(example))
          : Optional.empty();
    }

    private Optional<String> say(String reason) {
      return Optional.of("column '%s' is text, as %s".formatted(column.name(), reason));
    }
  }

  private static boolean isDate(String text) {
    return isIn(DateOrder.MONTH_FIRST, text) || isIn(DateOrder.DAY_FIRST, text);
  }

  /// Both other orders read dates that begin with the year too.
  private static boolean isIn(DateOrder order, String text) {
    return !Double.isNaN(order.millis(text));
  }

  /// Why a column of dates is text: they are written in more ways than one, or some are none.
  private static String mixedDates(TextColumn column, List<String> texts, int others) {
    List<String> dates = texts.stream().filter(NumberTexts::isDate).toList();
    Optional<String> year =
        dates.stream().filter(text -> isIn(DateOrder.YEAR_FIRST, text)).findFirst();
    Optional<String> later =
        dates.stream().filter(text -> !isIn(DateOrder.YEAR_FIRST, text)).findFirst();
    Optional<String> onlyMonth =
        dates.stream().filter(text -> !isIn(DateOrder.DAY_FIRST, text)).findFirst();
    Optional<String> onlyDay =
        dates.stream().filter(text -> !isIn(DateOrder.MONTH_FIRST, text)).findFirst();
    String both =
        year.isPresent() && later.isPresent()
            ? year.get() + "' and '" + later.get()
            : onlyMonth.isPresent() && onlyDay.isPresent()
                ? onlyMonth.get() + "' and '" + onlyDay.get()
                : "";
    return both.isEmpty()
        ? "column '%s' is text, as %d of its values %s no date, such as '%s'; if they mean no value, leave them empty"
            .formatted(
                column.name(),
                others,
                others == 1 ? "is" : "are",
                texts.stream().filter(text -> !isDate(text)).findFirst().orElse(""))
        : "column '%s' is text, as its dates are written in several ways, such as '%s'; to use them as times, write all of them like 2024-01-31"
            .formatted(column.name(), both);
  }
}
