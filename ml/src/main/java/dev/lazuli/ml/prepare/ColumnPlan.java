package dev.lazuli.ml.prepare;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.DistinctValues;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.util.Locale;

/// What becomes of a column, and why when it is left out.
///
/// @param reason set for [ColumnPurpose#IGNORE]
record ColumnPlan(ColumnPurpose purpose, String reason) {
  /// Categories with more values than this have no codes of their own.
  static final int CODES_MAX = 250;

  /// Fewer rows than this say nothing about identifiers.
  private static final int ID_ROWS_MIN = 50;

  private static final double DISTINCT_SHARE = 0.95;
  private static final double TEXT_WORDS_MIN = 1.8;

  /// What becomes of a column, given what is asked for.
  static ColumnPlan of(Column column, Featurization wanted, StopSignal stop) {
    if (wanted.dropped().contains(column.name())) {
      return ignored("it was asked to be left out");
    }
    ColumnPurpose purpose = wanted.purposes().get(column.name());
    if (purpose != null) {
      return wished(column, purpose, stop);
    }
    ColumnPlan plan = wanted.off() ? plain(column, stop) : suggested(column, stop);
    boolean codesBlocked =
        wanted.blocked().contains(Transformer.ONE_HOT_ENCODER)
            || wanted.blocked().contains(Transformer.LABEL_ENCODER);
    return codesBlocked && plan.purpose() == ColumnPurpose.CATEGORICAL
        ? new ColumnPlan(ColumnPurpose.HIGH_CARDINALITY, "")
        : plan;
  }

  /// The column as it is, without featurization.
  private static ColumnPlan plain(Column column, StopSignal stop) {
    if (column.type() == ColumnType.DATETIME) {
      throw new InvalidInput(
          column.name(),
          ("column '%s' holds times, which cannot be used with featurization off; leave it out or use"
                  + " featurization auto")
              .formatted(column.name()));
    }
    if (column instanceof NumberColumn) {
      return new ColumnPlan(ColumnPurpose.NUMERIC, "");
    }
    int distinct = distinct(column, stop);
    if (distinct > CODES_MAX) {
      throw new InvalidInput(
          column.name(),
          "column '%s' has %d different texts, which cannot be used with featurization off; "
                  .formatted(column.name(), distinct)
              + "leave it out or use featurization auto");
    }
    return new ColumnPlan(ColumnPurpose.CATEGORICAL, "");
  }

  private static ColumnPlan suggested(Column column, StopSignal stop) {
    int missing = column.missingCount();
    if (missing == column.size()) {
      return ignored("all values are missing");
    }
    return switch (column) {
      case NumberColumn number -> number(number, missing, stop);
      case TextColumn text -> text(text, missing, stop);
    };
  }

  private static ColumnPlan wished(Column column, ColumnPurpose wanted, StopSignal stop) {
    if (wanted == ColumnPurpose.IGNORE) {
      return ignored("it was asked to be left out");
    }
    if (wanted == ColumnPurpose.CATEGORICAL && distinct(column, stop) > CODES_MAX) {
      return new ColumnPlan(ColumnPurpose.HIGH_CARDINALITY, "");
    }
    return new ColumnPlan(wanted, "");
  }

  private static ColumnPlan ignored(String reason) {
    return new ColumnPlan(ColumnPurpose.IGNORE, reason);
  }

  private static ColumnPlan number(NumberColumn column, int missing, StopSignal stop) {
    if (missing == 0 && isConstant(column)) {
      return ignored("all values are the same");
    }
    if (column.type() == ColumnType.DATETIME) {
      return new ColumnPlan(ColumnPurpose.DATETIME, "");
    }
    if (column.type() == ColumnType.INTEGER && missing == 0 && isRowNumber(column, stop)) {
      return ignored("it numbers the rows");
    }
    return new ColumnPlan(ColumnPurpose.NUMERIC, "");
  }

  private static boolean isConstant(NumberColumn column) {
    double first = column.value(0);
    for (int row = 1; row < column.size(); row++) {
      if (column.value(row) != first) {
        return false;
      }
    }
    return true;
  }

  /// Whether the values rise by 1 from row to row, or are all different in a column named as an id.
  private static boolean isRowNumber(NumberColumn column, StopSignal stop) {
    if (column.size() < ID_ROWS_MIN) {
      return false;
    }
    boolean steps = true;
    for (int row = 1; row < column.size() && steps; row++) {
      steps = column.value(row) - column.value(row - 1) == 1;
    }
    return steps || (isIdName(column.name()) && distinct(column, stop) == column.size());
  }

  private static boolean isIdName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("id")
        || lower.endsWith("_id")
        || lower.endsWith(" id")
        || name.endsWith("Id")
        || name.endsWith("ID");
  }

  private static ColumnPlan text(TextColumn column, int missing, StopSignal stop) {
    int present = column.size() - missing;
    int distinct = distinct(column, stop);
    if (distinct == 1 && missing == 0) {
      return ignored("all values are the same");
    }
    if (distinct <= CODES_MAX && (present < ID_ROWS_MIN || distinct < DISTINCT_SHARE * present)) {
      return new ColumnPlan(ColumnPurpose.CATEGORICAL, "");
    }
    double words = wordsMean(column);
    if (words >= TEXT_WORDS_MIN) {
      return new ColumnPlan(ColumnPurpose.TEXT, "");
    }
    return distinct >= DISTINCT_SHARE * present
        ? ignored("nearly all values are different, so it seems to name the rows")
        : new ColumnPlan(ColumnPurpose.HIGH_CARDINALITY, "");
  }

  private static double wordsMean(TextColumn column) {
    long words = 0;
    int entries = Math.min(1000, column.dictionary().size());
    for (String entry : column.dictionary().subList(0, entries)) {
      words += entry.strip().chars().filter(Character::isWhitespace).count() + 1;
    }
    return (double) words / entries;
  }

  private static int distinct(Column column, StopSignal stop) {
    return DistinctValues.count(column, Integer.MAX_VALUE - 1, stop);
  }
}
