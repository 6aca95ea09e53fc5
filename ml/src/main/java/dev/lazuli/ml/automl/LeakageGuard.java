package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.Guardrail.Check;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.DistinctValues;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/// Finds columns that give the target away: its copies, columns filled after the event, and ids
/// that are given in the order of the target.
final class LeakageGuard {
  /// Share of the variance, or area under the curve, from which a column tells nearly all.
  private static final double NEARLY_ALL = 0.98;

  /// Area under the curve from which an id tells the target; chance is 0.5.
  private static final double ID_AREA = 0.7;

  private static final double ID_VARIANCE = 0.2;
  private static final int ROWS_MIN = 50;

  /// More rows than this say nothing new about a single column.
  private static final int ROWS_SEEN = 200_000;

  private static final int ID_ROWS_MIN = 200;

  /// Rows with a value, all of one class, from which a column seems filled after the event.
  private static final int FILLED_MIN = 30;

  private final Target target;
  private final double[] y;

  /// The rows by which columns are judged, and their targets.
  private final int[] seen;

  private final double[] seenY;
  private final Set<String> wanted;
  private final Findings findings;

  /// @param wanted columns that stay, whatever is found
  LeakageGuard(Target target, double[] y, Set<String> wanted, Findings findings) {
    this.target = target;
    this.y = y;
    int step = Math.ceilDiv(Math.max(1, y.length), ROWS_SEEN);
    this.seen = IntStream.range(0, y.length).filter(row -> row % step == 0).toArray();
    this.seenY = Arrays.stream(seen).mapToDouble(row -> y[row]).toArray();
    this.wanted = wanted;
    this.findings = findings;
  }

  /// Looks at each column; gives the names of those to leave out.
  ///
  /// @param features at least one column, all rows of `y`
  /// @param stop ends the work, without a result
  List<String> check(Frame features, StopSignal stop) {
    List<String> dropped = new ArrayList<>();
    for (Column column : features.columns()) {
      stop.check();
      if (features.columns().size() - dropped.size() > 1 && drops(column, stop)) {
        dropped.add(column.name());
      }
    }
    return dropped;
  }

  private boolean drops(Column column, StopSignal stop) {
    String name = column.name();
    if (y.length >= ROWS_MIN && isCopy(column)) {
      return dropped(
          name, "column '%s' is a copy of the target '%s'".formatted(name, target.name()));
    }
    if (y.length >= ID_ROWS_MIN && isId(column, stop) && tells(column, ID_AREA, ID_VARIANCE)) {
      return dropped(
          name,
          "column '%s' numbers the rows in the order of the target, which new rows cannot have"
              .formatted(name));
    }
    if (y.length >= ROWS_MIN && isFilledAfterwards(column)) {
      findings.alert(
          Check.LEAKAGE,
          ("column '%s' has values for rows of one class only, as if it were filled in after the "
                  + "event; if it is not known at prediction time, leave it out")
              .formatted(name),
          name);
    } else if (y.length >= ROWS_MIN && tells(column, NEARLY_ALL, NEARLY_ALL)) {
      findings.alert(
          Check.LEAKAGE,
          "column '%s' alone tells the target almost exactly; if it is not known at prediction "
                  .formatted(name)
              + "time, leave it out",
          name);
    }
    return false;
  }

  private boolean dropped(String name, String reason) {
    if (wanted.contains(name)) {
      findings.alert(Check.LEAKAGE, reason, name);
      return false;
    }
    findings.done(Check.LEAKAGE, reason + "; it is left out", name);
    return true;
  }

  private boolean tells(Column column, double area, double variance) {
    SingleColumn single = SingleColumn.of(seen.length == y.length ? column : column.select(seen));
    return target.task() == Task.REGRESSION
        ? single.shareOfVariance(seenY) > variance
        : single.areaUnderCurve(seenY, target.classes().size()) > area;
  }

  /// Whether the values are those of the target, under the same names or others.
  private boolean isCopy(Column column) {
    if (target.task() == Task.REGRESSION) {
      return column instanceof NumberColumn number && Arrays.equals(number.values(), y);
    }
    String[] labels = new String[target.classes().size()];
    Set<String> used = new HashSet<>();
    for (int row = 0; row < y.length; row++) {
      int group = (int) y[row];
      String label = column.text(row);
      if (labels[group] == null) {
        labels[group] = label;
        if (!used.add(label)) {
          return false;
        }
      } else if (!labels[group].equals(label)) {
        return false;
      }
    }
    return true;
  }

  /// Whether whole numbers that are all different rise or fall from row to row, or are named ids.
  private static boolean isId(Column column, StopSignal stop) {
    if (!(column instanceof NumberColumn number) || column.type() != ColumnType.INTEGER) {
      return false;
    }
    double[] values = number.values();
    boolean rises = IntStream.range(1, values.length).allMatch(i -> values[i] > values[i - 1]);
    boolean falls = IntStream.range(1, values.length).allMatch(i -> values[i] < values[i - 1]);
    return rises
        || falls
        || (isIdName(column.name())
            && DistinctValues.count(column, values.length, stop) == values.length);
  }

  private static boolean isIdName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.matches("id|.*[_ .-]id|id[_ .-].*|.*number|.*_no") || name.matches(".*(Id|ID|No)");
  }

  /// Whether most rows of a class, which is no majority, have a value, and no row of another has.
  private boolean isFilledAfterwards(Column column) {
    int missing = column.missingCount();
    int filled = y.length - missing;
    if (target.task() == Task.REGRESSION || filled < FILLED_MIN || missing < FILLED_MIN) {
      return false;
    }
    int group = -1;
    int rowsOfGroup = 0;
    for (int row = 0; row < y.length; row++) {
      if (!column.isMissing(row)) {
        if (group >= 0 && group != (int) y[row]) {
          return false;
        }
        group = (int) y[row];
      }
    }
    for (double value : y) {
      rowsOfGroup += value == group ? 1 : 0;
    }
    return filled >= rowsOfGroup / 2 && rowsOfGroup <= y.length / 2;
  }
}
