package dev.lazuli.ml.automl;

import dev.lazuli.ml.metric.MetricArtifact;
import dev.lazuli.ml.model.TabularModel;
import java.util.List;

/// What a run gives: the leaderboard and the model.
///
/// @param charts what is drawn of the model: its predictions of the rows that it was judged on
public record AutoMlResult(
    Leaderboard leaderboard, TabularModel model, List<MetricArtifact> charts) {
  /// Copies the list.
  public AutoMlResult {
    charts = List.copyOf(charts);
  }
}
