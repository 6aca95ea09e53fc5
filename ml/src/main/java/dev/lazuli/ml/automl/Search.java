package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.AutoMlListener.Progress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs trials, some at a time, until trials, time or ideas are used up.
///
/// Which trials are run does not depend on which ends first: a proposal knows of the trials up to a
/// fixed distance before its own number, and waits for those.
final class Search {
  private static final int POLL_MILLIS = 20;

  /// How many numbers back the newest trial lies that a proposal knows of, at least.
  private static final int LAG = 4;

  /// Trials without a better score after which nothing better is expected.
  private static final int STALE_MAX = 80;

  private static final double GAIN_MIN = 1e-4;

  /// Trials of the portfolio may be so much further behind: being different, they help an ensemble.
  private static final double PORTFOLIO_PATIENCE = 3;

  private final AutoMlSettings settings;
  private final Evaluation evaluation;
  private final Proposals proposals;
  private final Trainer trainer;
  private final RunClock clock;
  private final AutoMlListener listener;
  private final Halving halving;
  private final TreeMap<Integer, Trial> finished = new TreeMap<>();
  private final Set<TrialPlan> proposed = new HashSet<>();
  private boolean exhausted;

  Search(
      AutoMlSettings settings,
      Evaluation evaluation,
      Proposals proposals,
      Trainer trainer,
      RunClock clock,
      Halving halving,
      AutoMlListener listener) {
    this.settings = settings;
    this.evaluation = evaluation;
    this.proposals = proposals;
    this.trainer = trainer;
    this.clock = clock;
    this.halving = halving;
    this.listener = listener;
  }

  /// All trials, by number.
  ///
  /// @throws StopSignal.Stopped when the caller said stop
  List<Trial> run() {
    int slots = settings.limits().maxConcurrentTrials();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            slots, Thread.ofPlatform().daemon().name("automl-trial-", 0).factory());
    try (threads) {
      CompletionService<Trial> ended = new ExecutorCompletionService<>(threads);
      try {
        loop(ended, slots);
      } finally {
        clock.endTrials();
      }
    }
    clock.checkCaller();
    return List.copyOf(finished.values());
  }

  private void loop(CompletionService<Trial> ended, int slots) {
    int running = 0;
    int next = 0;
    while (!clock.isCallerStopped()) {
      while (running < slots && mayStart(next)) {
        Optional<TrialPlan> plan = proposals.next(next, known(next), proposed);
        if (plan.isEmpty()) {
          exhausted = true;
          break;
        }
        start(plan.get(), ended);
        next++;
        running++;
      }
      if (running == 0) {
        return;
      }
      Optional<Trial> trial = poll(ended);
      if (trial.isPresent()) {
        running--;
        finish(trial.get());
      }
      if (clock.isSearchOver(reserveSeconds())) {
        clock.endFitsSoftly();
      }
      if (clock.isNearlyOver()) {
        clock.endTrials();
      }
    }
  }

  private boolean mayStart(int number) {
    int maxTrials = settings.limits().maxTrials();
    boolean enough = maxTrials > 0 && number >= maxTrials;
    boolean waits = known(number).size() < number - lag() + 1;
    return !exhausted && !enough && !waits && !isSatisfied(number) && hasTime(number);
  }

  private int lag() {
    return Math.max(LAG, settings.limits().maxConcurrentTrials() + 2);
  }

  /// The trials that the proposal of that number may know of.
  private List<Trial> known(int number) {
    return List.copyOf(finished.headMap(number - lag() + 1).values());
  }

  /// Whether the exit score is reached, or nothing got better for long.
  private boolean isSatisfied(int number) {
    List<Trial> known = known(number);
    double best = Double.NEGATIVE_INFINITY;
    int stale = 0;
    for (Trial trial : known) {
      double rank = trial.rank(higherIsBetter());
      boolean better = rank > best + GAIN_MIN * Math.abs(best) || Double.isInfinite(best);
      stale = better && !Double.isInfinite(rank) ? 0 : stale + 1;
      best = Math.max(best, rank);
    }
    double exit = settings.limits().exitScore();
    boolean reached = !Double.isNaN(exit) && best >= (higherIsBetter() ? exit : -exit);
    boolean hopeless =
        settings.limits().earlyTermination()
            && number > proposals.portfolioSize() + STALE_MAX
            && stale >= STALE_MAX;
    return reached || hopeless;
  }

  private boolean higherIsBetter() {
    return evaluation.metrics().higherIsBetter();
  }

  /// Whether a trial of usual length could end in time; the first ones may always try.
  private boolean hasTime(int number) {
    if (clock.isSearchOver(reserveSeconds())) {
      return false;
    }
    double usual =
        finished.values().stream()
            .filter(Trial::isComplete)
            .mapToDouble(trial -> trial.result().seconds())
            .sorted()
            .skip(finished.values().stream().filter(Trial::isComplete).count() / 2)
            .findFirst()
            .orElse(0);
    return number < 2 || clock.searchSecondsLeft(reserveSeconds()) > 0.7 * usual;
  }

  /// Time that the final fits will need: of the best few trials, each on all rows.
  private double reserveSeconds() {
    double fits =
        best().limit(3).mapToDouble(trial -> 1.5 * trial.fitSeconds()).sum()
            / settings.limits().maxConcurrentTrials();
    double longest = best().limit(3).mapToDouble(trial -> 1.5 * trial.fitSeconds()).max().orElse(0);
    return clock.reserve(Math.max(fits, longest));
  }

  private Stream<Trial> best() {
    return finished.values().stream()
        .filter(Trial::isComplete)
        .sorted(Comparator.comparingDouble((Trial trial) -> -trial.rank(higherIsBetter())));
  }

  private void start(TrialPlan plan, CompletionService<Trial> ended) {
    proposed.add(plan);
    listener.trialStarted(plan.number(), plan.algorithm(), plan.params());
    double patience = plan.number() < proposals.portfolioSize() ? PORTFOLIO_PATIENCE : 1;
    double firstFoldMin =
        settings.limits().earlyTermination()
            ? known(plan.number()).stream()
                .filter(Trial::isComplete)
                .max(Comparator.comparingDouble(trial -> trial.rank(higherIsBetter())))
                .map(trial -> TrialRun.firstFoldMin(trial, evaluation, patience))
                .orElse(Double.NEGATIVE_INFINITY)
            : Double.NEGATIVE_INFINITY;
    TrialRun.Bars bars =
        new TrialRun.Bars(halving, halving.scoresMin(known(plan.number())), firstFoldMin);
    Duration timeout = settings.limits().trialTimeout();
    long end = clock.trialEndNanos(timeout, reserveSeconds());
    ended.submit(() -> new TrialRun(plan, evaluation, trainer, clock, end, bars).run());
  }

  private static Optional<Trial> poll(CompletionService<Trial> ended) {
    try {
      Future<Trial> one = ended.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      return one == null ? Optional.empty() : Optional.of(one.get());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while trials ran", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a trial failed", failed.getCause());
    }
  }

  private void finish(Trial trial) {
    finished.put(trial.plan().number(), trial);
    List<Trial> ranked = best().toList();
    Set<Trial> kept = Set.copyOf(Chooser.candidates(ranked));
    ranked.stream().filter(one -> !kept.contains(one)).forEach(Trial::forgetMembers);
    listener.trialFinished(trial.result(), progress());
  }

  Progress progress() {
    OptionalDouble best = best().limit(1).mapToDouble(trial -> trial.result().score()).findFirst();
    return new Progress(finished.size(), best, clock.spent(), clock.left());
  }
}
