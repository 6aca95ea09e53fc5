package dev.lazuli.tracking;

import dev.lazuli.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A table of names and values that belong to the rows of another: params, tags.
public final class WordTable {
  private final String insert;
  private final String select;
  private final String delete;
  private final String deleteAll;

  /// The words in `table`, whose rows name their owner in the column `owner`.
  public WordTable(String table, String owner) {
    insert =
        "INSERT INTO %s (%s, name, value) VALUES (?, ?, ?) ON CONFLICT (%s, name) DO UPDATE SET value = excluded.value"
            .formatted(table, owner, owner);
    select =
        "SELECT %s, name, value FROM %s WHERE %s IN (%%s) ORDER BY %s, name"
            .formatted(owner, table, owner, owner);
    delete = "DELETE FROM %s WHERE %s = ? AND name = ?".formatted(table, owner);
    deleteAll = "DELETE FROM %s WHERE %s = ?".formatted(table, owner);
  }

  /// Sets words; of two with the same name the last one stays.
  public void set(Transaction transaction, long owner, List<Tag> words) throws SQLException {
    if (words.isEmpty()) {
      return;
    }
    Map<String, String> last = new HashMap<>();
    words.forEach(word -> last.put(word.key(), word.value()));
    try (PreparedStatement statement = transaction.connection().prepareStatement(insert)) {
      for (Map.Entry<String, String> word : new TreeMap<>(last).entrySet()) {
        statement.setLong(1, owner);
        statement.setString(2, word.getKey());
        statement.setString(3, word.getValue());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /// The words of some owners, by name.
  public Map<Long, List<Tag>> of(Transaction transaction, Collection<Long> owners)
      throws SQLException {
    Map<Long, List<Tag>> found = new HashMap<>();
    if (owners.isEmpty()) {
      return found;
    }
    try (Statement statement = transaction.connection().createStatement();
        ResultSet rows = statement.executeQuery(select.formatted(numbers(owners)))) {
      while (rows.next()) {
        found
            .computeIfAbsent(rows.getLong(1), _ -> new ArrayList<>())
            .add(new Tag(rows.getString(2), rows.getString(3)));
      }
    }
    return found;
  }

  /// The words of one owner, by name.
  public List<Tag> of(Transaction transaction, long owner) throws SQLException {
    return of(transaction, List.of(owner)).getOrDefault(owner, List.of());
  }

  /// Removes a word; false when there was none.
  public boolean delete(Transaction transaction, long owner, String name) throws SQLException {
    try (PreparedStatement statement = transaction.connection().prepareStatement(delete)) {
      statement.setLong(1, owner);
      statement.setString(2, name);
      return statement.executeUpdate() > 0;
    }
  }

  /// Removes all words of an owner.
  public void deleteAll(Transaction transaction, long owner) throws SQLException {
    try (PreparedStatement statement = transaction.connection().prepareStatement(deleteAll)) {
      statement.setLong(1, owner);
      statement.executeUpdate();
    }
  }

  /// Row numbers as the inside of an SQL list; they are numbers, so nothing needs quoting.
  static String numbers(Collection<Long> keys) {
    return keys.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
