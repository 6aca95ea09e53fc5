package dev.lazuli.automl;

import dev.lazuli.base.Json;
import dev.lazuli.jobs.RunReport;
import dev.lazuli.jobs.process.JobContext;
import dev.lazuli.ml.automl.AutoMlListener;
import dev.lazuli.ml.automl.AutoMlResult;
import dev.lazuli.ml.automl.AutoMlSettings;
import dev.lazuli.ml.automl.TrialResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Tells the server of each trial as a child run of the job, and people how far the search is.
final class TrialReports implements AutoMlListener {
  private final JobContext context;
  private final String task;
  private final ObjectNode progress = Json.object();
  private final Map<Integer, Long> started = new HashMap<>();
  private final Set<Integer> told = new HashSet<>();
  private final Map<Integer, String> running = new LinkedHashMap<>();
  private String metric = "";
  private boolean higherIsBetter;
  private double best = Double.NaN;

  TrialReports(JobContext context, AutoMlSettings settings) {
    this(context, settings.task().key(), settings.limits().maxTrials(), settings.limits().budget());
  }

  /// Reports of a search.
  ///
  /// @param trialsMax 0 for as many as there is time for
  TrialReports(JobContext context, String task, int trialsMax, Duration budget) {
    this.context = context;
    this.task = task;
    progress
        .put("phase", "preparing")
        .put("trialsDone", 0)
        .put("trialsMax", trialsMax)
        .put("budgetSeconds", budget.toMillis() / 1e3)
        .put("secondsSpent", 0.0)
        .put("secondsLeft", budget.toMillis() / 1e3);
    tell();
  }

  @Override
  public void prepared(String primary, boolean isHigherBetter, String rule, List<String> notes) {
    metric = primary;
    higherIsBetter = isHigherBetter;
    context.say("primary metric %s, judged by %s".formatted(primary, rule));
    notes.forEach(note -> context.say("note: " + note));
    progress
        .put("phase", "searching")
        .put("primaryMetric", primary)
        .put("higherIsBetter", isHigherBetter)
        .put("rule", rule);
    tell();
  }

  @Override
  public void trialStarted(int number, String algorithm, Map<String, String> params) {
    long now = context.clock().millis();
    started.put(number, now);
    running.put(number, algorithm);
    context
        .server()
        .report(
            new RunReport(
                runId(number),
                runId(number),
                "RUNNING",
                now,
                0,
                params,
                List.of(),
                Map.of("run_algorithm", algorithm)));
    tell();
  }

  @Override
  public void trialFinished(TrialResult trial, Progress far) {
    running.remove(trial.number());
    report(trial);
    boolean completed = trial.state() == TrialResult.State.COMPLETED;
    context.say(
        completed
            ? "trial %d %s: %s %s in %.1f s"
                .formatted(
                    trial.number(), trial.algorithm(), metric, trial.score(), trial.seconds())
            : "trial %d %s: %s %s"
                .formatted(
                    trial.number(),
                    trial.algorithm(),
                    trial.state().name().toLowerCase(Locale.ROOT),
                    trial.message()));
    if (completed && isBetter(trial.score())) {
      best = trial.score();
      progress
          .put("bestScore", best)
          .put("bestTrial", trial.number())
          .put("bestAlgorithm", trial.algorithm());
      context
          .server()
          .report(
              RunReport.ofMetrics(
                  context.job(),
                  List.of(
                      new RunReport.Point(
                          metric, best, context.clock().millis(), trial.number()))));
    }
    tell(far);
  }

  @Override
  public void finishing(Progress far) {
    context.say("search over after %d trials; making the final model".formatted(far.trialsDone()));
    progress.put("phase", "finishing");
    tell(far);
  }

  /// The search gave its result: the ensemble becomes a run too, the job's run gets its metrics.
  void finished(AutoMlResult result) {
    finished(result.leaderboard().best(), result.leaderboard().trials());
  }

  /// The search gave its result.
  void finished(TrialResult winner, List<TrialResult> trials) {
    for (TrialResult trial : trials) {
      if (!told.contains(trial.number())) {
        report(trial);
      }
    }
    long now = context.clock().millis();
    List<RunReport.Point> points = new ArrayList<>();
    metrics(winner)
        .forEach(
            (name, value) -> points.add(new RunReport.Point(name, value, now, winner.number())));
    context
        .server()
        .report(
            new RunReport(
                context.job(),
                "",
                "",
                0,
                0,
                Map.of(),
                points,
                Map.of(
                    "automl_best_child_run_id", runId(winner.number()),
                    "run_algorithm", winner.algorithm())));
    context.say("best model: %s, %s %s".formatted(winner.algorithm(), metric, winner.score()));
    progress
        .put("phase", "storing")
        .put("bestScore", winner.score())
        .put("bestTrial", winner.number())
        .put("bestAlgorithm", winner.algorithm());
    tell();
  }

  /// Everything is stored.
  void done(AutoMlResult result) {
    done(result.leaderboard().seconds());
  }

  /// Everything is stored.
  void done(double seconds) {
    progress.put("phase", "done").put("secondsSpent", seconds).put("secondsLeft", 0.0);
    tell();
  }

  /// The id of a trial's run, as Azure builds it.
  String runId(int trial) {
    return context.job() + "_" + trial;
  }

  private void report(TrialResult trial) {
    told.add(trial.number());
    long now = context.clock().millis();
    long start = started.getOrDefault(trial.number(), now - (long) (trial.seconds() * 1e3));
    List<RunReport.Point> points = new ArrayList<>();
    metrics(trial).forEach((name, value) -> points.add(new RunReport.Point(name, value, now, 0)));
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("run_algorithm", trial.algorithm());
    tags.put("trial_state", trial.state().name().toLowerCase(Locale.ROOT));
    if (!trial.message().isEmpty()) {
      tags.put("trial_message", trial.message());
    }
    context
        .server()
        .report(
            new RunReport(
                runId(trial.number()),
                runId(trial.number()),
                status(trial),
                start,
                now,
                trial.params(),
                points,
                tags));
  }

  /// All metrics, the primary one as the leaderboard has it: the mean over the folds.
  private Map<String, Double> metrics(TrialResult trial) {
    Map<String, Double> metrics = new LinkedHashMap<>(trial.metrics());
    if (!metric.isEmpty() && !Double.isNaN(trial.score())) {
      metrics.put(metric, trial.score());
    }
    return metrics;
  }

  private static String status(TrialResult trial) {
    return switch (trial.state()) {
      case COMPLETED -> "FINISHED";
      case PRUNED, STOPPED -> "KILLED";
      case FAILED -> "FAILED";
    };
  }

  private boolean isBetter(double score) {
    return Double.isNaN(best) || (higherIsBetter ? score > best : score < best);
  }

  private void tell(Progress far) {
    progress
        .put("trialsDone", far.trialsDone())
        .put("secondsSpent", far.spent().toMillis() / 1e3)
        .put("secondsLeft", far.left().toMillis() / 1e3);
    tell();
  }

  private void tell() {
    progress.put("currentAlgorithm", String.join(", ", running.values()));
    progress.put("atMs", context.clock().millis());
    progress.put("task", task);
    context.progress(progress);
  }
}
