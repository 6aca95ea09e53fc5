package dev.lazuli.ml.forecast;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.RunClock;
import java.time.Duration;

/// The time of one run, and whether its caller said stop.
final class ForecastClock {
  private final RunClock clock;
  private final double budget;

  /// The time of a clock that runs already.
  ///
  /// @param budget its time for everything
  ForecastClock(RunClock clock, Duration budget) {
    this.clock = clock;
    this.budget = budget.toNanos() / 1e9;
  }

  /// Seconds since the run began.
  double seconds() {
    return clock.spent().toNanos() / 1e9;
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
    clock.caller().check();
  }

  /// Whether no more trials are wanted.
  boolean isSearchEnded() {
    return clock.searchEnd().isStopped();
  }

  /// A signal that stops when the caller does, or at this second of the run.
  StopSignal until(double second) {
    return until(second, clock.caller());
  }

  /// The same for a trial, which also stops when no more are wanted.
  StopSignal trialUntil(double second) {
    return until(second, clock.searchEnd());
  }

  private StopSignal until(double second, StopSignal outer) {
    double left = Math.max(1e-3, second - seconds());
    return outer.within(Duration.ofNanos((long) (left * 1e9)), clock.nanoTime());
  }
}
