package dev.lazuli.ml;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Tells running work to end: because someone asked, or because its time is over.
///
/// Long loops call [#check] at least every few milliseconds.
public final class StopSignal {
  /// Rows between two looks.
  private static final int ROWS = 4096;

  private final LongSupplier nanoTime;
  private final long deadlineNanos;
  private final BooleanSupplier outer;
  private volatile boolean stopped;

  private StopSignal(LongSupplier nanoTime, long deadlineNanos, BooleanSupplier outer) {
    this.outer = outer;
    this.nanoTime = nanoTime;
    this.deadlineNanos = deadlineNanos;
  }

  /// A signal without a deadline.
  public static StopSignal never() {
    return new StopSignal(() -> 0L, Long.MAX_VALUE, () -> false);
  }

  /// A signal that stops by itself after `budget`.
  ///
  /// @param nanoTime a clock that only grows, such as `System::nanoTime`
  public static StopSignal after(Duration budget, LongSupplier nanoTime) {
    return never().within(budget, nanoTime);
  }

  /// A signal that stops when this one does, or by itself after `budget`.
  ///
  /// @param nanoTime a clock that only grows, such as `System::nanoTime`
  public StopSignal within(Duration budget, LongSupplier nanoTime) {
    long now = nanoTime.getAsLong();
    return new StopSignal(() -> nanoTime.getAsLong() - now, budget.toNanos(), this::isStopped);
  }

  /// A signal that stops when this one does, or when it is told to itself.
  public StopSignal nested() {
    return new StopSignal(() -> 0L, Long.MAX_VALUE, this::isStopped);
  }

  /// Asks the work to end.
  public void stop() {
    stopped = true;
  }

  /// Whether the work should end now.
  public boolean isStopped() {
    return stopped || outer.getAsBoolean() || nanoTime.getAsLong() >= deadlineNanos;
  }

  /// Does nothing unless the work should end now.
  ///
  /// @throws Stopped when it should
  public void check() {
    if (isStopped()) {
      throw new Stopped();
    }
  }

  /// The same at one of so many rows of a loop, as a look takes longer than most rows.
  ///
  /// @throws Stopped when the work should end
  public void checkAt(int row) {
    if (row % ROWS == 0) {
      check();
    }
  }

  /// Thrown out of work that was told to end; not an error.
  public static final class Stopped extends RuntimeException {
    Stopped() {
      super("stopped", null, false, false);
    }
  }
}
