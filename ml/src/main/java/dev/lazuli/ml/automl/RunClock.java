package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The time of one run: when the search ends, when all ends, and whether the caller said stop.
public final class RunClock {
  /// Parts of the budget kept for the final model, at least and at most.
  private static final double RESERVE_MIN = 0.06;

  private static final double RESERVE_MAX = 0.3;

  /// Part of the budget after which nothing but gathering results is done.
  private static final double NEARLY = 0.04;

  /// The final fits end this long before the budget does.
  private static final double MARGIN_SECONDS = 0.25;

  /// The same as a part of the budget, where that is longer; gathering results takes some time.
  private static final double MARGIN_SHARE = 0.01;

  private final StopSignal caller;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final Duration budget;
  private final StopSignal trials;
  private final StopSignal hard;
  private final Set<StopSignal> fits = ConcurrentHashMap.newKeySet();
  private final StopSignal searchOver = StopSignal.never();
  private final StopSignal searchEnd;

  /// A clock that starts now.
  ///
  /// @param caller ends the run within a second, without a result
  /// @param nanoTime a clock that only grows, such as `System::nanoTime`
  /// @param budget time for everything
  public RunClock(StopSignal caller, LongSupplier nanoTime, Duration budget) {
    this.caller = caller;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.budget = budget;
    this.searchEnd = caller.nested();
    this.trials = StopSignal.after(budget, nanoTime);
    this.hard = StopSignal.after(budget.plusSeconds(1), nanoTime);
  }

  /// Does work that comes before the search, such as reading a file, in the time of the run.
  ///
  /// @param before what the work does, such as `the file was read`
  /// @param work gets the signal that ends it: when the caller says so, or the budget is over
  /// @throws InvalidInput when the budget was over first
  /// @throws StopSignal.Stopped when the caller ended it
  public <T> T within(String before, Function<StopSignal, T> work) {
    try {
      return work.apply(caller.within(left(), nanoTime));
    } catch (StopSignal.Stopped late) {
      throw tooShort(before);
    }
  }

  /// Ends work after a part of the time left.
  StopSignal part(double share) {
    return caller.within(Duration.ofNanos((long) (left().toNanos() * share)), nanoTime);
  }

  /// What became of work that had no time left.
  ///
  /// @param before what was to be done, such as `the file was read`
  /// @return to be thrown
  /// @throws StopSignal.Stopped when it was the caller who ended it
  InvalidInput tooShort(String before) {
    checkCaller();
    return new InvalidInput(
        "timeout",
        "the budget of %s was over before %s; give more time or fewer rows"
            .formatted(words(budget), before));
  }

  private static String words(Duration budget) {
    return budget.toMillis() % 1000 == 0
        ? "%d seconds".formatted(budget.toSeconds())
        : "%.3g seconds".formatted(seconds(budget));
  }

  /// Ends the search now: trials that run are given up, and the model is made of those that are
  /// done.
  public void endSearch() {
    searchEnd.stop();
  }

  /// Stops with [#endSearch], or when the caller says so.
  public StopSignal searchEnd() {
    return searchEnd;
  }

  private boolean isSearchEnded() {
    return searchEnd.isStopped();
  }

  /// The clock that it reads.
  public LongSupplier nanoTime() {
    return nanoTime;
  }

  /// Time since it started.
  public Duration spent() {
    return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
  }

  Duration left() {
    Duration left = budget.minus(spent());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// The caller's stop alone.
  public StopSignal caller() {
    return caller;
  }

  boolean isCallerStopped() {
    return caller.isStopped();
  }

  /// @throws StopSignal.Stopped when the caller said stop
  void checkCaller() {
    caller.check();
  }

  /// Ends the fits that run now softly: what they have is their result.
  void endFitsSoftly() {
    searchOver.stop();
    fits.forEach(StopSignal::stop);
  }

  /// Whether no more fits should begin.
  boolean isEndingSoftly() {
    return searchOver.isStopped();
  }

  /// A signal that ends one fit softly after `nanos`, or when the search is over.
  StopSignal fit(long nanos) {
    StopSignal signal = StopSignal.after(Duration.ofNanos(Math.max(1, nanos)), nanoTime);
    fits.add(signal);
    if (isEndingSoftly()) {
      signal.stop();
    }
    return signal;
  }

  /// Lets go of a signal whose fit has ended.
  void ended(StopSignal fit) {
    fits.remove(fit);
  }

  /// Ends the trials that still run.
  void endTrials() {
    trials.stop();
  }

  /// Ends everything.
  void endAll() {
    trials.stop();
    hard.stop();
  }

  /// Tells trials to end at once.
  StopSignal trials() {
    return trials;
  }

  /// Tells the final fits to end at once: just after the budget, as they end softly before.
  StopSignal hard() {
    return hard;
  }

  /// The time kept for the final model, given what its fits are expected to take.
  double reserve(double expectedSeconds) {
    double seconds = seconds(budget);
    double wanted = expectedSeconds + MARGIN_SECONDS + 0.02 * seconds;
    return Math.min(Math.max(wanted, RESERVE_MIN * seconds), RESERVE_MAX * seconds);
  }

  double searchSecondsLeft(double reserveSeconds) {
    return seconds(left()) - reserveSeconds;
  }

  boolean isSearchOver(double reserveSeconds) {
    return isSearchEnded() || searchSecondsLeft(reserveSeconds) <= 0;
  }

  /// Whether the time left, or the caller's patience, is just enough to gather what there is.
  boolean isNearlyOver() {
    return isSearchEnded() || seconds(left()) <= NEARLY * seconds(budget);
  }

  /// When a trial that starts now has to be done.
  long trialEndNanos(Duration timeout, double reserveSeconds) {
    double left = Math.min(seconds(timeout), Math.max(0, searchSecondsLeft(reserveSeconds)));
    return nanoTime.getAsLong() + (long) (left * 1e9);
  }

  /// Ends the choice of an ensemble, after at most a quarter of the time left.
  StopSignal ensemble() {
    return StopSignal.after(Duration.ofNanos(left().toNanos() / 4 + 1), nanoTime);
  }

  /// Ends the final fits softly, shortly before the budget is over.
  StopSignal finalFits() {
    double margin = Math.max(MARGIN_SECONDS, MARGIN_SHARE * seconds(budget));
    double left = Math.max(0.01, seconds(left()) - margin);
    return StopSignal.after(Duration.ofNanos((long) (left * 1e9)), nanoTime);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
