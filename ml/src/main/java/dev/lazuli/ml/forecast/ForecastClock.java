package dev.lazuli.ml.forecast;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.RunClock;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The time of one run, and whether its caller said stop.
final class ForecastClock {
  private final StopSignal caller;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final double budget;
  private final StopSignal searchEnd;

  /// The time of a clock that runs already.
  ///
  /// @param budget its time for everything
  ForecastClock(RunClock clock, Duration budget) {
    this.caller = clock.caller();
    this.nanoTime = clock.nanoTime();
    this.startNanos = nanoTime.getAsLong() - clock.spent().toNanos();
    this.budget = budget.toNanos() / 1e9;
    this.searchEnd = clock.searchEnd();
  }

  /// Seconds since the run began.
  double seconds() {
    return (nanoTime.getAsLong() - startNanos) / 1e9;
  }

  /// Seconds that the run may take.
  double budget() {
    return budget;
  }

  /// Seconds that are left, at least 0.
  double left() {
    return Math.max(0, budget - seconds());
  }

  /// @throws StopSignal.Stopped when the caller said stop
  void checkCaller() {
    caller.check();
  }

  /// Whether no more trials are wanted.
  boolean isSearchEnded() {
    return searchEnd.isStopped();
  }

  /// A signal that stops when the caller does, or at this second of the run.
  StopSignal until(double second) {
    return until(second, caller);
  }

  /// The same for a trial, which also stops when no more are wanted.
  StopSignal trialUntil(double second) {
    return until(second, searchEnd);
  }

  private StopSignal until(double second, StopSignal outer) {
    double left = Math.max(1e-3, second - seconds());
    return outer.within(Duration.ofNanos((long) (left * 1e9)), nanoTime);
  }
}
