package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import java.time.Duration;

/// How long and how widely to search.
///
/// @param budget time for everything, preparation and the final fit included
/// @param trialTimeout time for one trial
/// @param maxTrials number of trials; 0 for as many as the budget allows. With a number here, and
///   time enough, the same seed gives the same result
/// @param maxConcurrentTrials trials at a time
/// @param coresPerTrial threads of each trial
/// @param exitScore the search ends when the primary metric is as good; NaN for never
/// @param earlyTermination whether to drop trials that are far behind after their first fold, and
///   to end the search when nothing gets better
public record SearchLimits(
    Duration budget,
    Duration trialTimeout,
    int maxTrials,
    int maxConcurrentTrials,
    int coresPerTrial,
    double exitScore,
    boolean earlyTermination) {
  private static final Duration BUDGET_MIN = Duration.ofSeconds(1);
  private static final int TRIALS_MAX = 5000;
  private static final int CONCURRENT_MAX = 64;

  /// Checks the ranges.
  public SearchLimits {
    require(budget.compareTo(BUDGET_MIN) >= 0, "timeout", budget, "at least 1 second");
    require(trialTimeout.isPositive(), "trial_timeout", trialTimeout, "longer than 0");
    require(maxTrials >= 0 && maxTrials <= TRIALS_MAX, "max_trials", maxTrials, "in [0, 5000]");
    require(
        maxConcurrentTrials >= 1 && maxConcurrentTrials <= CONCURRENT_MAX,
        "max_concurrent_trials",
        maxConcurrentTrials,
        "in [1, 64]");
    require(
        coresPerTrial >= 1 && coresPerTrial <= CONCURRENT_MAX,
        "max_cores_per_trial",
        coresPerTrial,
        "in [1, 64]");
  }

  private static void require(boolean rule, String name, Object value, String right) {
    if (!rule) {
      throw new InvalidInput(name, "%s is %s, it must be %s".formatted(name, value, right));
    }
  }

  /// One minute, two trials at a time on one core each, as many trials as fit.
  public static SearchLimits defaults() {
    Duration minute = Duration.ofMinutes(1);
    return new SearchLimits(minute, Duration.ofDays(1), 0, 2, 1, Double.NaN, true);
  }

  /// Trials at a time, times the cores of each.
  int cores() {
    return maxConcurrentTrials * coresPerTrial;
  }

  /// These limits with another `budget`.
  public SearchLimits withBudget(Duration value) {
    return new SearchLimits(
        value,
        trialTimeout,
        maxTrials,
        maxConcurrentTrials,
        coresPerTrial,
        exitScore,
        earlyTermination);
  }

  /// These limits with another `trialTimeout`.
  public SearchLimits withTrialTimeout(Duration value) {
    return new SearchLimits(
        budget, value, maxTrials, maxConcurrentTrials, coresPerTrial, exitScore, earlyTermination);
  }

  /// These limits with another `maxTrials`.
  public SearchLimits withMaxTrials(int value) {
    return new SearchLimits(
        budget,
        trialTimeout,
        value,
        maxConcurrentTrials,
        coresPerTrial,
        exitScore,
        earlyTermination);
  }

  /// These limits with another `maxConcurrentTrials`.
  public SearchLimits withMaxConcurrentTrials(int value) {
    return new SearchLimits(
        budget, trialTimeout, maxTrials, value, coresPerTrial, exitScore, earlyTermination);
  }

  /// These limits with another `coresPerTrial`.
  public SearchLimits withCoresPerTrial(int value) {
    return new SearchLimits(
        budget, trialTimeout, maxTrials, maxConcurrentTrials, value, exitScore, earlyTermination);
  }

  /// These limits with another `exitScore`.
  public SearchLimits withExitScore(double value) {
    return new SearchLimits(
        budget,
        trialTimeout,
        maxTrials,
        maxConcurrentTrials,
        coresPerTrial,
        value,
        earlyTermination);
  }

  /// These limits with or without early termination.
  public SearchLimits withEarlyTermination(boolean value) {
    return new SearchLimits(
        budget, trialTimeout, maxTrials, maxConcurrentTrials, coresPerTrial, exitScore, value);
  }
}
