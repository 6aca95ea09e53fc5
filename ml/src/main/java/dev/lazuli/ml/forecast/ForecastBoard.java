package dev.lazuli.ml.forecast;

import dev.lazuli.ml.automl.Leaderboard;
import dev.lazuli.ml.automl.TrialResult;
import dev.lazuli.ml.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a search for a forecast found: every trial, and how good the model is.
///
/// @param metric name of the primary metric
/// @param rule how models were judged, in words
/// @param best the model that was made: a trial, or the ensemble
/// @param trials all trials, the best first, the ensemble among them; those without a score last
/// @param intervals for each quantile level, the part of values below it, and its pinball loss by
///   scale, under names such as `below_0.9`; each window being left out in its turn
/// @param notes what was found in the table
/// @param seconds the whole run
public record ForecastBoard(
    String target,
    String metric,
    boolean higherIsBetter,
    String rule,
    TrialResult best,
    List<TrialResult> trials,
    Map<String, Double> intervals,
    List<String> notes,
    double seconds,
    long seed) {
  /// Copies the collections.
  public ForecastBoard {
    trials = List.copyOf(trials);
    intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
    notes = List.copyOf(notes);
  }

  private double[] windowScores() {
    return best.foldScores().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// All of it, as `leaderboard.json` has it.
  public Json toJson() {
    Json.Members quantiles = Json.object();
    for (Map.Entry<String, Double> entry : intervals.entrySet()) {
      quantiles = quantiles.with(entry.getKey(), entry.getValue());
    }
    return Json.object()
        .with("task", "forecasting")
        .with("target", target)
        .with("metric", metric)
        .with("higher_is_better", higherIsBetter)
        .with("evaluation", rule)
        .with("best_model", Leaderboard.toJson(best))
        .with("score", best.score())
        .with("window_scores", Json.numbers(windowScores()))
        .with("trials", new Json.Items(trials.stream().<Json>map(Leaderboard::toJson).toList()))
        .with("intervals", quantiles)
        .with("notes", Json.texts(notes))
        .with("seconds", seconds)
        .with("seed", Long.toString(seed));
  }
}
