package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.AutoMlListener;
import dev.lazuli.ml.automl.SearchLimits;
import dev.lazuli.ml.automl.TrialResult;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Tries candidates, some at a time, until they, the time, or the wish for better is used up.
///
/// What is known when a trial begins does not depend on which trial ends first: it is the trials up
/// to a fixed distance before its own number, and it waits for those.
final class ForecastSearch {
  /// The part of the budget after which no trial goes on.
  private static final double SEARCH_SHARE = 0.75;

  /// A trial that would take a larger part of the budget is not begun.
  private static final double TRIAL_SHARE = 0.5;

  /// How many numbers back the newest trial lies that a new one knows of, at least.
  private static final int LAG = 4;

  /// A trial ends when its error at the first origins is so many times the least one there.
  private static final double BEHIND = 2;

  /// The first origins of fewer series tell too little: a good method may miss at one of them.
  private static final int FIRST_ORIGINS_MIN = 5;

  private static final String ENDED = "the search was ended";

  private final SearchLimits limits;
  private final ForecastScores scores;
  private final ForecastClock clock;
  private final AutoMlListener listener;
  private final TreeMap<Integer, ForecastTrial> finished = new TreeMap<>();

  ForecastSearch(
      SearchLimits limits, ForecastScores scores, ForecastClock clock, AutoMlListener listener) {
    this.limits = limits;
    this.scores = scores;
    this.clock = clock;
    this.listener = listener;
  }

  /// The trials, by number.
  ///
  /// @throws StopSignal.Stopped when the caller said stop
  List<ForecastTrial> run(List<Candidate> candidates) {
    int slots = limits.maxConcurrentTrials();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            slots, Thread.ofPlatform().daemon().name("forecast-trial-", 0).factory())) {
      loop(candidates, slots, new ExecutorCompletionService<>(threads));
    }
    return List.copyOf(finished.values());
  }

  /// How far the search is.
  AutoMlListener.Progress progress() {
    ForecastMetric metric = scores.metric();
    OptionalDouble best =
        finished.values().stream()
            .filter(ForecastTrial::isComplete)
            .map(trial -> trial.result().score())
            .max(Comparator.comparingDouble(metric::score))
            .map(OptionalDouble::of)
            .orElse(OptionalDouble.empty());
    return new AutoMlListener.Progress(
        finished.size(),
        best,
        Duration.ofMillis((long) (1000 * clock.seconds())),
        Duration.ofMillis((long) (1000 * clock.left())));
  }

  /// Why candidates were left untried; empty when none were.
  Optional<String> ended(List<Candidate> candidates) {
    return finished.size() == candidates.size()
        ? Optional.empty()
        : Optional.of(
            "exit_score %s was reached; %d of %d candidates were tried"
                .formatted(limits.exitScore(), finished.size(), candidates.size()));
  }

  private void loop(List<Candidate> candidates, int slots, CompletionService<ForecastTrial> ended) {
    int next = 0;
    int running = 0;
    while (true) {
      while (running < slots && mayStart(next, candidates.size())) {
        clock.checkCaller();
        int number = next;
        Candidate candidate = candidates.get(number);
        listener.trialStarted(number, candidate.algorithm(), candidate.params());
        double bar = mayEndEarly() ? BEHIND * leastFirstError(number) : Double.NaN;
        ended.submit(() -> trial(number, candidate, bar));
        next++;
        running++;
      }
      if (running == 0) {
        return;
      }
      ForecastTrial trial = taken(ended);
      running--;
      finished.put(trial.result().number(), trial);
      listener.trialFinished(trial.result(), progress());
    }
  }

  private boolean mayStart(int number, int count) {
    return number < count && known(number).size() >= number - lag() + 1 && !isSatisfied(number);
  }

  private int lag() {
    return Math.max(LAG, limits.maxConcurrentTrials());
  }

  /// The trials that the trial of that number may know of.
  private Collection<ForecastTrial> known(int number) {
    return finished.headMap(number - lag() + 1).values();
  }

  private boolean isSatisfied(int number) {
    ForecastMetric metric = scores.metric();
    double exit = limits.exitScore();
    return !Double.isNaN(exit)
        && known(number).stream()
            .filter(ForecastTrial::isComplete)
            .anyMatch(trial -> metric.score(trial.result().score()) >= metric.score(exit));
  }

  private boolean mayEndEarly() {
    return limits.earlyTermination() && scores.firstOrigins() >= FIRST_ORIGINS_MIN;
  }

  private double leastFirstError(int number) {
    return known(number).stream()
        .filter(ForecastTrial::isComplete)
        .mapToDouble(trial -> scores.firstError(trial.predicted()))
        .min()
        .orElse(Double.NaN);
  }

  private static ForecastTrial taken(CompletionService<ForecastTrial> ended) {
    try {
      return ended.take().get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while trials ran", interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof StopSignal.Stopped stopped) {
        throw stopped;
      }
      throw new IllegalStateException("a trial failed", failed.getCause());
    }
  }

  /// @param bar the error at the first origins above which the trial ends; NaN for none
  private ForecastTrial trial(int number, Candidate candidate, double bar) {
    clock.checkCaller();
    double start = clock.seconds();
    double over = SEARCH_SHARE * clock.budget();
    boolean tooLong =
        number > 0 && (candidate.seconds() > TRIAL_SHARE * clock.budget() || start > over);
    if (clock.isSearchEnded()) {
      return without(number, candidate, start, TrialResult.State.STOPPED, ENDED);
    }
    if (tooLong) {
      return without(number, candidate, start, TrialResult.State.STOPPED, "the time is too short");
    }
    double own = start + limits.trialTimeout().toMillis() / 1e3;
    try {
      return candidate
          .backtest(
              clock.trialUntil(Math.min(over, own)),
              predicted -> scores.firstError(predicted) > bar)
          .map(predicted -> judged(number, candidate, start, predicted))
          .orElseGet(() ->
              without(
                  number,
                  candidate,
                  start,
                  TrialResult.State.PRUNED,
                  "far behind the best at the first origins"));
    } catch (StopSignal.Stopped late) {
      clock.checkCaller();
      String message =
          clock.isSearchEnded()
              ? ENDED
              : own < over
                  ? "trial_timeout %s was over".formatted(limits.trialTimeout())
                  : "the time for trials was over";
      return without(number, candidate, start, TrialResult.State.STOPPED, message);
    } catch (InvalidInput wrong) {
      return without(
          number, candidate, start, TrialResult.State.FAILED, String.valueOf(wrong.getMessage()));
    }
  }

  private ForecastTrial judged(int number, Candidate candidate, double start, double[] predicted) {
    if (!scores.isWhole(predicted)) {
      return without(number, candidate, start, TrialResult.State.FAILED, "a forecast is no number");
    }
    TrialResult result =
        new TrialResult(
            number,
            candidate.algorithm(),
            candidate.params(),
            TrialResult.State.COMPLETED,
            scores.value(predicted),
            scores.folds(predicted),
            scores.metrics(predicted),
            clock.seconds() - start,
            "");
    return new ForecastTrial(candidate, result, predicted);
  }

  private ForecastTrial without(
      int number, Candidate candidate, double start, TrialResult.State state, String message) {
    TrialResult result =
        new TrialResult(
            number,
            candidate.algorithm(),
            candidate.params(),
            state,
            Double.NaN,
            List.of(),
            Map.of(),
            clock.seconds() - start,
            message);
    return new ForecastTrial(candidate, result, new double[0]);
  }
}
