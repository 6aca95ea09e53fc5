package dev.lazuli.ml.automl;

import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a search found: every trial and how good the best model is.
///
/// @param rule how models were judged, in words
/// @param best the model that was made: a trial, or the ensemble
/// @param remark why the best model is not the one of the highest rank; empty where it is
/// @param interval 95 % interval of its score
/// @param trials all trials, the best first, the ensemble among them; those without a score last
/// @param equals numbers of the trials that cannot be told apart from the best
/// @param notes what was found in the table, in sentences
/// @param guardrails every check of the table and what came of it
/// @param seconds the whole run
public record Leaderboard(
    Task task,
    String target,
    String metric,
    boolean higherIsBetter,
    String rule,
    TrialResult best,
    String remark,
    Interval interval,
    List<TrialResult> trials,
    List<Integer> equals,
    List<String> notes,
    List<Guardrail> guardrails,
    double seconds,
    long seed) {
  /// Copies the lists.
  public Leaderboard {
    trials = List.copyOf(trials);
    equals = List.copyOf(equals);
    notes = List.copyOf(notes);
    guardrails = List.copyOf(guardrails);
  }

  /// Whether nothing was learned: no trial came to its end, and the same is predicted for all rows.
  public boolean isConstant() {
    return best.algorithm().equals("Constant");
  }

  /// All of it, as `leaderboard.json` has it.
  public Json toJson() {
    List<Json> rows = new ArrayList<>();
    for (TrialResult trial : trials) {
      rows.add(toJson(trial));
    }
    return Json.object()
        .with("task", task.key())
        .with("target", target)
        .with("metric", metric)
        .with("higher_is_better", higherIsBetter)
        .with("evaluation", rule)
        .with("best_model", toJson(best))
        .with("remark", remark)
        .with("score", best.score())
        .with("score_interval", Json.numbers(interval.low(), interval.high()))
        .with("not_told_apart", Json.numbers(equals.stream().mapToDouble(n -> n).toArray()))
        .with("trials", new Json.Items(rows))
        .with("notes", Json.texts(notes))
        .with("guardrails", Guardrail.toJson(guardrails))
        .with("seconds", seconds)
        .with("seed", Long.toString(seed));
  }

  /// One trial as the leaderboard has it.
  public static Json toJson(TrialResult trial) {
    Json.Members params = Json.object();
    for (var param : trial.params().entrySet()) {
      params = params.with(param.getKey(), param.getValue());
    }
    Json.Members metrics = Json.object();
    for (var metric : trial.metrics().entrySet()) {
      metrics = metrics.with(metric.getKey(), metric.getValue());
    }
    Json.Members json =
        Json.object()
            .with("trial", trial.number())
            .with("algorithm", trial.algorithm())
            .with("state", trial.state().name().toLowerCase(Locale.ROOT))
            .with("score", trial.score())
            .with(
                "fold_scores",
                Json.numbers(
                    trial.foldScores().stream().mapToDouble(Double::doubleValue).toArray()))
            .with("seconds", trial.seconds())
            .with("params", params)
            .with("metrics", metrics);
    return trial.message().isEmpty() ? json : json.with("message", trial.message());
  }
}
