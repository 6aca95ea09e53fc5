package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import java.time.Duration;

/// How long and how widely to search.
///
/// @param budget time for everything, preparation and the final fit included
/// @param trialTimeout time for one trial
/// @param maxTrials number of trials; 0 for as many as the budget allows. With a number here, and
///   time enough, the same seed gives the same result
/// @param maxConcurrentTrials trials at a time, one thread each
/// @param exitScore the search ends when the primary metric is as good; NaN for never
/// @param earlyTermination whether to drop trials that are far behind after their first fold, and
///   to end the search when nothing gets better
public record SearchLimits(
    Duration budget,
    Duration trialTimeout,
    int maxTrials,
    int maxConcurrentTrials,
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
  }

  private static void require(boolean rule, String name, Object value, String right) {
    if (!rule) {
      throw new InvalidInput(name, "%s is %s, it must be %s".formatted(name, value, right));
    }
  }

  /// One minute, two trials at a time, as many trials as fit.
  static SearchLimits defaults() {
    Duration minute = Duration.ofMinutes(1);
    return new SearchLimits(minute, Duration.ofDays(1), 0, 2, Double.NaN, true);
  }
}
