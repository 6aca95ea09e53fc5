package dev.lazuli.ml.forecast.series;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.prepare.ColumnPurpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads columns as what they are to be used as.
public final class Purposes {
  private Purposes() {}

  /// The table with numbers as categories, or texts as numbers, where that is asked for.
  static Frame applied(Frame frame, SeriesOptions options) {
    options.purposes().keySet().forEach(frame::require);
    List<Column> columns = new ArrayList<>();
    for (Column column : frame.columns()) {
      ColumnPurpose purpose = options.purposes().get(column.name());
      boolean regressor =
          !column.name().equals(options.timeColumn())
              && !column.name().equals(options.target())
              && !options.idColumns().contains(column.name());
      if (purpose == null || !regressor) {
        columns.add(column);
        continue;
      }
      switch (purpose) {
        case NUMERIC -> columns.add(numeric(column));
        case CATEGORICAL, HIGH_CARDINALITY -> columns.add(category(column));
        case IGNORE -> {}
        case DATETIME, TEXT -> columns.add(column); // the options have refused them
      }
    }
    return new Frame(columns);
  }

  private static Column numeric(Column column) {
    if (column instanceof NumberColumn) {
      return column;
    }
    double[] values = new double[column.size()];
    Arrays.setAll(values, row -> number(column, row));
    return new NumberColumn(column.name(), ColumnType.NUMBER, values);
  }

  private static Column category(Column column) {
    if (column instanceof TextColumn) {
      return column;
    }
    return TextColumn.of(
        column.name(),
        ColumnType.CATEGORY,
        column.size(),
        row -> column.isMissing(row) ? null : category(column, row));
  }

  /// A cell as a number; NaN when it is missing or none.
  public static double number(Column column, int row) {
    return switch (column) {
      case NumberColumn numbers -> numbers.value(row);
      case TextColumn texts -> {
        try {
          yield texts.isMissing(row) ? Double.NaN : Double.parseDouble(texts.text(row).strip());
        } catch (NumberFormatException none) {
          yield Double.NaN;
        }
      }
    };
  }

  /// A cell as a category: whole numbers have no fraction, however the column's others are.
  public static String category(Column column, int row) {
    boolean whole =
        column instanceof NumberColumn numbers
            && column.type() == ColumnType.NUMBER
            && numbers.value(row) == Math.rint(numbers.value(row));
    return whole && column instanceof NumberColumn numbers
        ? Long.toString((long) numbers.value(row))
        : column.text(row);
  }
}
