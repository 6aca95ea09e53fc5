package dev.lazuli.store;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes those who wait for events when this server has committed some.
final class EventSignal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition raised = lock.newCondition();
  private volatile long count;

  /// How often it was raised; taken before one looks, and given to [#await].
  long count() {
    return count;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only under the lock
  void raise() {
    lock.lock();
    try {
      count++;
      raised.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns once it was raised more often than `seen`, or when the time is over.
  void await(long seen, long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (count == seen && left > 0) {
        left = raised.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
