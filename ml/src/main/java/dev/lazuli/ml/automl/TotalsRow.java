package dev.lazuli.ml.automl;

import dev.lazuli.ml.automl.Guardrail.Check;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The last row of a table, when it holds the sums of all rows above it, as spreadsheets and
/// reports have it.
///
/// @param label the text that names it a total; empty when none does
/// @param labelled the column of that text
/// @param spoiled whether all other values of that column begin with digits, so that the label made
///   texts of numbers or times
/// @param sums the columns whose last value is the sum of the others
record TotalsRow(String label, String labelled, boolean spoiled, List<String> sums) {
  private static final int ROWS_MIN = 10;

  /// How far a sum may be off, of the sum of all absolute values: what rounding does.
  private static final double OFF_MAX = 1e-6;

  private static final Pattern TOTAL =
      Pattern.compile(
          "(grand[ -]?|sub[ -]?|overall )?total[es]?( general)?|sums?|summe|gesamt(summe)?|insgesamt"
              + "|somme|suma|somma|totalt|totaal|razem|summa",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DIGIT_FIRST = Pattern.compile("\\s*[+-]?\\d");

  /// Looks at the last row of a table.
  static TotalsRow of(Frame table) {
    String label = "";
    String labelled = "";
    boolean spoiled = false;
    List<String> sums = new ArrayList<>();
    int last = table.rowCount() - 1;
    for (Column column : last < ROWS_MIN ? List.<Column>of() : table.columns()) {
      switch (column) {
        case NumberColumn number -> {
          if (isSum(number)) {
            sums.add(number.name());
          }
        }
        case TextColumn text -> {
          if (label.isEmpty() && !text.isMissing(last) && isTotal(text, last)) {
            label = text.text(last);
            labelled = text.name();
            spoiled = isSpoiled(text, last);
          }
        }
      }
    }
    return new TotalsRow(label, labelled, spoiled, sums);
  }

  /// Whether nothing else than a total is thinkable: its name and a sum, or two sums.
  boolean isCertain() {
    return sums.size() > 1 || (!sums.isEmpty() && !label.isEmpty());
  }

  /// The table that is to be learned from.
  Frame without(Frame table) {
    return isCertain() ? table.select(IntStream.range(0, table.rowCount() - 1).toArray()) : table;
  }

  /// Tells what was found.
  void tell(Findings findings) {
    String named = label.isEmpty() ? "" : " ('%s' in column '%s')".formatted(label, labelled);
    if (isCertain()) {
      String message =
          "the last row%s is the sum of the rows above it in '%s' and is left out%s"
              .formatted(
                  named,
                  String.join("', '", sums),
                  spoiled
                      ? "; take it out of the data, as its text makes '%s' a column of texts"
                          .formatted(labelled)
                      : "");
      findings.done(Check.TOTALS_ROW, message, sums.toArray(String[]::new));
    } else if (!label.isEmpty()) {
      findings.alert(
          Check.TOTALS_ROW,
          "the last row seems to sum up others%s; if it does, take it out of the data"
              .formatted(named),
          labelled);
    }
  }

  /// A label that no other row has.
  private static boolean isTotal(TextColumn column, int last) {
    if (!TOTAL.matcher(column.text(last).strip()).matches()) {
      return false;
    }
    int code = column.code(last);
    return IntStream.range(0, last).noneMatch(row -> column.code(row) == code);
  }

  private static boolean isSpoiled(TextColumn column, int last) {
    return IntStream.range(0, last)
        .filter(row -> !column.isMissing(row))
        .map(column::code)
        .distinct()
        .allMatch(code -> DIGIT_FIRST.matcher(column.dictionary().get(code)).lookingAt());
  }

  /// Whether the last value is the sum of the others, and more than each of them.
  private static boolean isSum(NumberColumn column) {
    if (column.type() != ColumnType.NUMBER && column.type() != ColumnType.INTEGER) {
      return false;
    }
    int last = column.size() - 1;
    double total = column.value(last);
    double sum = 0;
    double all = 0;
    double most = 0;
    for (int row = 0; row < last; row++) {
      double value = column.value(row);
      if (!Double.isNaN(value)) {
        sum += value;
        all += Math.abs(value);
        most = Math.max(most, Math.abs(value));
      }
    }
    return Math.abs(total) > most && Math.abs(total - sum) <= OFF_MAX * all;
  }
}
