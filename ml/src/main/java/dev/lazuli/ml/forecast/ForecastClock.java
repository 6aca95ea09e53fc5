package dev.lazuli.ml.forecast;

import dev.lazuli.ml.StopSignal;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The time of one run, and whether its caller said stop.
final class ForecastClock {
  private final StopSignal caller;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final double budget;

  /// @param nanoTime a clock that only grows
  ForecastClock(StopSignal caller, LongSupplier nanoTime, Duration budget) {
    this.caller = caller;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.budget = budget.toNanos() / 1e9;
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

  /// A signal that stops when the caller does, or at this second of the run.
  StopSignal until(double second) {
    double left = Math.max(1e-3, second - seconds());
    return caller.within(Duration.ofNanos((long) (left * 1e9)), nanoTime);
  }
}
