package dev.lazuli.ml.metric;

import dev.lazuli.ml.json.Json;
import java.util.ArrayList;
import java.util.List;

/// The points of a chart as a table in the form of MLflow's `log_table`, which its pages show.
///
/// @param name file name in a run, such as `charts/roc_curve.json`
/// @param rows as long as `columns` each
public record CurveTable(String name, List<String> columns, List<List<Json>> rows) {
  /// Copies the lists.
  public CurveTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /// `{"columns": [...], "data": [[...]]}`.
  public Json toJson() {
    List<Json> data = new ArrayList<>();
    for (List<Json> row : rows) {
      data.add(new Json.Items(row));
    }
    return Json.object().with("columns", Json.texts(columns)).with("data", new Json.Items(data));
  }
}
