package dev.lazuli.endpoints;

import java.util.concurrent.atomic.AtomicLong;

/// Draws from `[0, 100)`, evenly and from many threads at once: the numbers of
/// [SplitMix64](https://prng.di.unimi.it/splitmix64.c) from a seed.
final class Tickets {
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private final AtomicLong state;

  Tickets(long seed) {
    this.state = new AtomicLong(seed);
  }

  int next() {
    long z = state.addAndGet(STEP);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (int) Long.remainderUnsigned(z ^ (z >>> 31), TrafficSplit.WHOLE);
  }
}
