package dev.lazuli.cli;

import dev.lazuli.ml.automl.SearchLimits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How long and how widely `lazuli automl train` searches.
final class LimitOptions {
  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = Budget.Reader.class,
      description = "Time for everything, such as 60s or 5m (default: 60s).",
      defaultValue = "60s")
  private @Nullable Budget budget;

  @Option(
      names = "--trial-timeout",
      paramLabel = "TIME",
      converter = Budget.Reader.class,
      description = "Time for one trial, such as 20s (default: all there is).")
  private @Nullable Budget trialTimeout;

  @Option(
      names = "--max-trials",
      paramLabel = "N",
      description = "Trials at most; with a large budget the result is the same each time.")
  private @Nullable Integer trialsMax;

  @Option(
      names = "--concurrent-trials",
      paramLabel = "N",
      description = "Trials at a time (default: 2; 1 when forecasting, which then parts series).")
  private @Nullable Integer trialsAtOnce;

  @Option(
      names = "--exit-score",
      paramLabel = "SCORE",
      description = "The search ends when the metric is as good.")
  private @Nullable Double exitScore;

  @Option(
      names = "--no-early-termination",
      description = "Also go on with trials that are far behind.")
  private boolean patient;

  /// The limits with what was given.
  SearchLimits in(SearchLimits standard) {
    SearchLimits limits = standard.withEarlyTermination(!patient);
    if (budget != null) {
      limits = limits.withBudget(budget.time());
    }
    if (trialTimeout != null) {
      limits = limits.withTrialTimeout(trialTimeout.time());
    }
    if (trialsMax != null) {
      limits = limits.withMaxTrials(trialsMax);
    }
    if (trialsAtOnce != null) {
      limits =
          limits
              .withMaxConcurrentTrials(trialsAtOnce)
              .withCoresPerTrial(Math.max(1, limits.coresPerTrial() / Math.max(1, trialsAtOnce)));
    }
    return exitScore == null ? limits : limits.withExitScore(exitScore);
  }
}
