package dev.lazuli.ml.automl;

import dev.lazuli.ml.explain.ColumnImportance.Importance;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.metric.CurveTable;
import dev.lazuli.ml.metric.MetricArtifact;
import dev.lazuli.ml.model.TabularModel;
import java.util.List;

/// What a run gives: the leaderboard and the model.
///
/// @param charts what is drawn of the model: its predictions of the rows that it was judged on
/// @param curves the points of curves over these rows, for classes
/// @param importances how much the score falls when a column is shuffled, the most important column
///   first; empty when that was not asked for or time was over
/// @param judge judges the model on other rows as the search judged its trials
public record AutoMlResult(
    Leaderboard leaderboard,
    TabularModel model,
    List<MetricArtifact> charts,
    List<CurveTable> curves,
    List<Importance> importances,
    ModelJudge judge) {
  /// Copies the lists.
  public AutoMlResult {
    charts = List.copyOf(charts);
    curves = List.copyOf(curves);
    importances = List.copyOf(importances);
  }

  /// The importances, as `importance.json` has them.
  public Json importancesJson() {
    return new Json.Items(
        importances.stream()
            .<Json>map(one ->
                Json.object()
                    .with("column", one.column())
                    .with("importance", one.mean())
                    .with("deviation", one.deviation()))
            .toList());
  }
}
