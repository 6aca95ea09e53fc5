package dev.lazuli.ml.prepare;

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

  /// Times that are not read as such: months by their names, years of two digits.
  private static final Pattern DATE =
      Pattern.compile(
          "\\d{1,2}[ ./-]*MONTH[ ,/-]*(\\d{4}|\\d{2})|MONTH \\d{1,2},? \\d{4}|\\d{1,2}([/.-])\\d{1,2}[/.-]\\d{2}"
              .replace("MONTH", "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\\.?"),
          Pattern.CASE_INSENSITIVE);

  private NumberTexts() {}

  /// What to tell of a column, if most of its values are numbers, or would be without their marks.
  static Optional<String> note(TextColumn column) {
    int[] rows = new int[column.dictionary().size()];
    int present = 0;
    for (int code : column.codes()) {
      if (code >= 0) {
        rows[code]++;
        present++;
      }
    }
    int plain = 0;
    int marked = 0;
    int dates = 0;
    List<String> others = new ArrayList<>();
    String example = "";
    for (int code = 0; code < rows.length; code++) {
      String text = column.dictionary().get(code).strip();
      if (rows[code] == 0) {
        continue;
      }
      if (PLAIN.matcher(text).matches()) {
        plain += rows[code];
        continue;
      }
      others.add(text);
      dates += DATE.matcher(text).matches() ? rows[code] : 0;
      if (MARKED.matcher(text).matches()) {
        marked += rows[code];
        example = example.isEmpty() ? text : example;
      }
    }
    if (plain < present && plain >= SHARE_MIN * present) {
      return Optional.of(
          "column '%s' is text, as %d of its %d values are no numbers, such as '%s'; if they mean no value, leave them empty"
              .formatted(
                  column.name(),
                  present - plain,
                  present,
                  String.join("', '", others.subList(0, Math.min(SHOWN_MAX, others.size())))));
    }
    if (dates > 0 && dates >= SHARE_MIN * present) {
      return Optional.of(
          "column '%s' is text, as its values are written like '%s'; to use them as times, write them like 2024-01-31"
              .formatted(column.name(), others.getFirst()));
    }
    return marked > 0 && plain + marked >= SHARE_MIN * present
        ? Optional.of(
            "column '%s' is text, as its values are written like '%s'; to use them as numbers, write them like 1234.5"
                .formatted(column.name(), example))
        : Optional.empty();
  }
}
