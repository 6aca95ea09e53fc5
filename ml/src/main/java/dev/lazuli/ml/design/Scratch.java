package dev.lazuli.ml.design;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Arrays that calls borrow, so that scoring allocates nothing once each busy thread had its first
/// call.
public final class Scratch {
  private static final int SLOTS = 64;

  /// Slots are this far apart so that two threads do not share a cache line.
  private static final int APART = 16;

  private final int size;
  private final AtomicReferenceArray<double[]> slots = new AtomicReferenceArray<>(SLOTS * APART);

  /// Arrays of `size` numbers.
  public Scratch(int size) {
    this.size = size;
  }

  /// An array to use until [#give]; its content is arbitrary.
  public double[] take() {
    double[] array = slots.getAndSet(slot(), null);
    return array == null ? new double[size] : array;
  }

  /// Gives an array back.
  public void give(double[] array) {
    slots.lazySet(slot(), array);
  }

  private static int slot() {
    return ((int) Thread.currentThread().threadId() & (SLOTS - 1)) * APART;
  }
}
