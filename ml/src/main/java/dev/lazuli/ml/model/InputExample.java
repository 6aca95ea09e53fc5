package dev.lazuli.ml.model;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.json.Json;
import java.util.ArrayList;
import java.util.List;

/// Rows of a table as JSON, in MLflow's split form.
public final class InputExample {
  private InputExample() {}

  /// `{"columns": [...], "data": [[...]]}` of the first `rowsMax` rows.
  public static Json split(Frame frame, int rowsMax) {
    List<Json> data = new ArrayList<>();
    for (int row = 0; row < Math.min(rowsMax, frame.rowCount()); row++) {
      List<Json> cells = new ArrayList<>();
      for (Column column : frame.columns()) {
        cells.add(cell(column, row));
      }
      data.add(new Json.Items(cells));
    }
    return Json.object()
        .with("columns", Json.texts(frame.names()))
        .with("data", new Json.Items(data));
  }

  private static Json cell(Column column, int row) {
    if (column.isMissing(row)) {
      return new Json.Nothing();
    }
    return switch (column) {
      case TextColumn text -> new Json.Text(text.text(row));
      case NumberColumn number ->
          switch (number.type()) {
            case BOOLEAN -> new Json.Truth(number.value(row) != 0);
            case DATETIME -> new Json.Text(withoutZone(number.text(row)));
            case NUMBER, INTEGER, CATEGORY, TEXT -> new Json.Numeral(number.value(row));
          };
    };
  }

  /// MLflow takes times without a zone only.
  private static String withoutZone(String instant) {
    return instant.endsWith("Z") ? instant.substring(0, instant.length() - 1) : instant;
  }
}
