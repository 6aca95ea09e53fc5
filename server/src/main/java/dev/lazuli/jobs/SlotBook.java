package dev.lazuli.jobs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Who holds the slots of a runner: so many in all, and so many per queue.
final class SlotBook {
  private final int all;
  private final Map<String, Integer> taken = new HashMap<>();
  private final Set<String> full = new HashSet<>();

  SlotBook(int all) {
    this.all = all;
  }

  /// Whether any queue may have a slot.
  synchronized boolean hasFree() {
    return taken.values().stream().mapToInt(Integer::intValue).sum() < all;
  }

  /// The queues that have all the slots which they may have.
  synchronized Set<String> full() {
    return Set.copyOf(full);
  }

  /// Takes a slot for a queue that may have `atOnce`; false when it has them all.
  synchronized boolean take(String queue, int atOnce) {
    if (taken.getOrDefault(queue, 0) >= atOnce) {
      full.add(queue);
      return false;
    }
    takeAnyhow(queue);
    return true;
  }

  /// Takes a slot for a job that runs already.
  synchronized void takeAnyhow(String queue) {
    taken.merge(queue, 1, Integer::sum);
  }

  /// Gives a slot back.
  synchronized void give(String queue) {
    taken.merge(queue, -1, Integer::sum);
    full.clear(); // what a queue may have can have changed, too
  }
}
