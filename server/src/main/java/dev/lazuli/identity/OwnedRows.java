package dev.lazuli.identity;

import dev.lazuli.base.Problem;
import dev.lazuli.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/// The rows of a feature that go with their owner, as statements with the owner's number for each
/// `?`.
public final class OwnedRows implements OwnerHook {
  private final List<Obstacle> obstacles;
  private final List<String> deletions;

  private OwnedRows(List<Obstacle> obstacles, List<String> deletions) {
    this.obstacles = List.copyOf(obstacles);
    this.deletions = List.copyOf(deletions);
  }

  private record Obstacle(String count, String words) {}

  /// Rows that go by these deletions, in this order.
  public static OwnedRows of(String... deletions) {
    return new OwnedRows(List.of(), List.of(deletions));
  }

  /// The same, unless some rows must be ended first.
  ///
  /// @param count selects how many there are
  /// @param words what they are and what to do, such as `jobs that have not ended: cancel them`
  public OwnedRows unless(String count, String words) {
    List<Obstacle> all = new ArrayList<>(obstacles);
    all.add(new Obstacle(count, words));
    return new OwnedRows(all, deletions);
  }

  @Override
  public void removed(Transaction transaction, Owner owner) {
    for (Obstacle obstacle : obstacles) {
      long count = transaction.sql().fetchSingle(obstacle.count(), owner.id()).get(0, Long.class);
      if (count > 0) {
        throw new Problem.Conflict(
            "'%s' has %d %s".formatted(owner.name(), count, obstacle.words()));
      }
    }
    for (String deletion : deletions) {
      transaction.sql().execute(deletion, owner.id());
    }
  }
}
