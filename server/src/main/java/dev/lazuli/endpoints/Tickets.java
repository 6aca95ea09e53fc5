package dev.lazuli.endpoints;

import java.util.concurrent.atomic.AtomicLong;

/// Draws from `[0, 100)` in turns: any 100 draws in a row are all of its numbers, well mixed, so
/// that traffic is shared exactly. From many threads at once.
final class Tickets {
  /// Near to the golden section of 100, and prime to it.
  private static final int STEP = 61;

  private final AtomicLong state;

  /// @param seed of the first draw
  Tickets(long seed) {
    this.state = new AtomicLong(seed);
  }

  int next() {
    return Math.floorMod(state.getAndAdd(STEP), TrafficSplit.WHOLE);
  }
}
