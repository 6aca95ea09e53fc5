package dev.lazuli.ml.score;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Room to work in that calls borrow, so that scoring allocates nothing once each busy thread had
/// its first call.
final class ScratchPool<T> {
  private static final int SLOTS = 64;

  /// Slots are this far apart so that two threads do not share a cache line.
  private static final int APART = 16;

  private final Supplier<T> made;
  private final AtomicReferenceArray<@Nullable T> slots = new AtomicReferenceArray<>(SLOTS * APART);

  ScratchPool(Supplier<T> made) {
    this.made = made;
  }

  T take() {
    T room = slots.getAndSet(slot(), null);
    return room == null ? made.get() : room;
  }

  void give(T room) {
    slots.lazySet(slot(), room);
  }

  private static int slot() {
    return ((int) Thread.currentThread().threadId() & (SLOTS - 1)) * APART;
  }
}
