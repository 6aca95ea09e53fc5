package dev.lazuli.ml.score;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Arrays that calls borrow, so that scoring allocates nothing once each busy thread had its first
/// call.
final class ScratchPool {
  private static final int SLOTS = 64;

  /// Slots are this far apart so that two threads do not share a cache line.
  private static final int APART = 16;

  private final int size;
  private final AtomicReferenceArray<long @Nullable []> slots =
      new AtomicReferenceArray<>(SLOTS * APART);

  ScratchPool(int size) {
    this.size = size;
  }

  long[] take() {
    long[] array = slots.getAndSet(slot(), null);
    return array == null ? new long[size] : array;
  }

  void give(long[] array) {
    slots.lazySet(slot(), array);
  }

  private static int slot() {
    return ((int) Thread.currentThread().threadId() & (SLOTS - 1)) * APART;
  }
}
