package dev.lazuli.tracking;

import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import dev.lazuli.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The numbers that stand for metric keys in the database; the ones seen are kept in memory.
final class MetricNames {
  private static final int KEPT_MAX = 100_000;

  private final Database database;
  private final Map<Name, Long> known = new ConcurrentHashMap<>();

  MetricNames(Database database) {
    this.database = database;
  }

  private record Name(long workspace, String text) {}

  /// The numbers of some keys; new ones get one, which stays even if nothing is logged then.
  ///
  /// Keys that were never seen are checked, and only these.
  Map<String, Long> numbers(Workspace workspace, Collection<String> keys) {
    Map<String, Long> numbers = new HashMap<>();
    SortedSet<String> fresh = new TreeSet<>();
    for (String key : keys) {
      Long number = known.get(new Name(workspace.id(), key));
      if (number == null) {
        fresh.add(key);
      } else {
        numbers.put(key, number);
      }
    }
    if (!fresh.isEmpty()) {
      numbers.putAll(add(workspace, fresh));
    }
    return numbers;
  }

  /// Whether a key has passed the rules before.
  boolean isKnown(Workspace workspace, String key) {
    return known.containsKey(new Name(workspace.id(), key));
  }

  /// The number of a key, if anything was ever logged under it.
  Optional<Long> find(Transaction transaction, Workspace workspace, String key)
      throws SQLException {
    Long number = known.get(new Name(workspace.id(), key));
    return number == null ? select(transaction, workspace.id(), key) : Optional.of(number);
  }

  private Map<String, Long> add(Workspace workspace, SortedSet<String> keys) {
    Map<String, Long> added =
        database.write(transaction -> {
          try (PreparedStatement insert =
              transaction
                  .connection()
                  .prepareStatement(
                      "INSERT INTO metric_names (owner_id, name) VALUES (?, ?) ON CONFLICT DO"
                          + " NOTHING")) {
            for (String key : keys) {
              insert.setLong(1, workspace.id());
              insert.setString(2, key);
              insert.addBatch();
            }
            insert.executeBatch();
          }
          Map<String, Long> numbers = new HashMap<>();
          for (String key : keys) {
            numbers.put(key, select(transaction, workspace.id(), key).orElseThrow());
          }
          return numbers;
        });
    if (known.size() > KEPT_MAX) {
      known.clear();
    }
    added.forEach((key, number) -> known.put(new Name(workspace.id(), key), number));
    return added;
  }

  private static Optional<Long> select(Transaction transaction, long workspace, String key)
      throws SQLException {
    try (PreparedStatement statement =
        transaction
            .connection()
            .prepareStatement("SELECT id FROM metric_names WHERE owner_id = ? AND name = ?")) {
      statement.setLong(1, workspace);
      statement.setString(2, key);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
      }
    }
  }
}
