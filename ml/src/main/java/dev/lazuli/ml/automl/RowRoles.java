package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.Guardrail.Check;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.DistinctValues;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What a table says about how its rows may be parted: groups, times, given splits, repeated rows.
///
/// Each is empty when the table says nothing of the kind.
final class RowRoles {
  /// Repeated rows are no chance where a column's values are different in so many of the others.
  private static final double DISTINCT_MIN = 0.5;

  /// With a smaller part of repeated rows than this, rows do not come again.
  private static final double AGAIN_MIN = 0.1;

  private static final int TIME_ROWS_MIN = 100;

  private final int[] groups;
  private final double[] times;
  private final List<Split> splits;
  private final int[] leaders;

  private RowRoles(int[] groups, double[] times, List<Split> splits, int[] leaders) {
    this.groups = groups;
    this.times = times;
    this.splits = List.copyOf(splits);
    this.leaders = leaders;
  }

  /// Reads the roles, and tells what was found.
  ///
  /// @param stop ends the work, without a result
  record Reading(AutoMlSettings settings, Findings findings, StopSignal stop) {
    /// Reads the columns that the validation names, and looks for repeated rows and an order in
    /// time.
    ///
    /// @param train rows with a target
    /// @param features the columns that may be learned from
    /// @param y the target as numbers
    RowRoles read(Frame train, Frame features, double[] y) {
      Validation validation = settings.validation();
      int[] groups =
          validation.groupColumn().isEmpty()
              ? new int[0]
              : groups(train.require(validation.groupColumn()), stop);
      double[] times =
          validation.timeColumn().isEmpty()
              ? new double[0]
              : times(train.require(validation.timeColumn()));
      List<Split> splits = new ArrayList<>();
      for (String name : validation.splitColumns()) {
        splits.add(split(train.require(name)));
      }
      boolean told = groups.length > 0 || times.length > 0 || !splits.isEmpty();
      int[] leaders = leaders(train, told);
      if (!told && validation.table() == null) {
        features.columns().forEach(column -> checkTime(column, y));
      }
      return new RowRoles(groups, times, splits, leaders);
    }

    private int[] leaders(Frame train, boolean told) {
      List<String> roles = new ArrayList<>(settings.validation().rolesOnly());
      roles.add(settings.weightColumn());
      int[] leaders = new RepeatedRows(train.without(roles), stop).leaders();
      long repeated = repeated(leaders);
      if (repeated == 0) {
        return new int[0];
      }
      double enough = DISTINCT_MIN * (leaders.length - repeated);
      boolean byChance =
          train.without(roles).columns().stream()
              .noneMatch(column -> DistinctValues.count(column, (int) enough, stop) >= enough);
      if (byChance || told || settings.validation().table() != null) {
        findings.alert(
            Check.DUPLICATE_ROWS,
            "%d of %d rows repeat an earlier one%s"
                .formatted(
                    repeated,
                    leaders.length,
                    byChance ? ", which may be chance with values as few as these" : ""));
        return new int[0];
      }
      findings.done(
          Check.DUPLICATE_ROWS,
          "%d of %d rows repeat an earlier one and stay on its side of each split%s"
              .formatted(
                  repeated,
                  leaders.length,
                  comeAgain(leaders)
                      ? "; the model is chosen for new rows and for rows that come again"
                      : ""));
      return leaders;
    }

    /// Warns of a random split where the target of a row tells that of the next in time.
    private void checkTime(Column column, double[] y) {
      if (column.type() != ColumnType.DATETIME
          || !(column instanceof NumberColumn time)
          || y.length < TIME_ROWS_MIN
          || column.missingCount() > 0) {
        return;
      }
      int[] order = RowOrder.by(time.values(), stop);
      double mean = Arrays.stream(y).average().orElse(0);
      double both = 0;
      double squares = 0;
      for (int i = 0; i < order.length; i++) {
        double off = y[order[i]] - mean;
        squares += off * off;
        both += i == 0 ? 0 : off * (y[order[i - 1]] - mean);
      }
      if (squares > 0 && both / squares > 0.1 + 4 / Math.sqrt(order.length)) {
        findings.alert(
            Check.TIME_ORDER,
            ("rows that follow each other in '%s' have like targets, so a random split tells too "
                    + "much; to predict later rows give time_column")
                .formatted(column.name()),
            column.name());
      }
    }
  }

  private static long repeated(int[] leaders) {
    return IntStream.range(0, leaders.length).filter(row -> leaders[row] != row).count();
  }

  private static boolean comeAgain(int[] leaders) {
    return leaders.length > 0 && repeated(leaders) / (double) leaders.length >= AGAIN_MIN;
  }

  private static int[] groups(Column column, StopSignal stop) {
    Map<String, Integer> numbers = new HashMap<>();
    int[] groups = new int[column.size()];
    for (int row = 0; row < groups.length; row++) {
      stop.checkAt(row);
      if (column.isMissing(row)) {
        throw new InvalidInput(
            column.name(),
            "row %d has no group in '%s'; each row needs one".formatted(row + 1, column.name()));
      }
      groups[row] = numbers.computeIfAbsent(column.text(row), _ -> numbers.size());
    }
    return groups;
  }

  private static double[] times(Column column) {
    if (!(column instanceof NumberColumn number)) {
      throw new InvalidInput(
          column.name(),
          "time_column '%s' holds text; times and numbers can be put in order"
              .formatted(column.name()));
    }
    if (number.missingCount() > 0) {
      throw new InvalidInput(
          column.name(),
          "%d rows have no time in '%s'; each row needs one"
              .formatted(number.missingCount(), column.name()));
    }
    return number.values();
  }

  /// The split of a column of 1 (training) and 0 (validation).
  private static Split split(Column column) {
    if (!(column instanceof NumberColumn number)
        || Arrays.stream(number.values()).anyMatch(v -> v != 0 && v != 1)) {
      throw new InvalidInput(
          "cv_split_column_names",
          "column '%s' must hold 1 for training rows and 0 for validation rows"
              .formatted(column.name()));
    }
    int[] train = IntStream.range(0, number.size()).filter(r -> number.value(r) == 1).toArray();
    int[] held = IntStream.range(0, number.size()).filter(r -> number.value(r) == 0).toArray();
    if (train.length == 0 || held.length == 0) {
      throw new InvalidInput(
          "cv_split_column_names",
          "column '%s' has %d training rows and %d validation rows; it needs both"
              .formatted(column.name(), train.length, held.length));
    }
    return new Split(train, held);
  }

  int[] groups() {
    return groups;
  }

  double[] times() {
    return times;
  }

  List<Split> splits() {
    return splits;
  }

  /// Whether so many rows repeat an earlier one, by no chance, that a model may meet them again.
  boolean comeAgain() {
    return comeAgain(leaders);
  }

  /// For each row the first row that equals it; empty when repeated rows may be parted.
  int[] leaders() {
    return leaders;
  }
}
