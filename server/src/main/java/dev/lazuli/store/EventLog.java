package dev.lazuli.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// How events get their numbers, so that a reader that goes up the numbers loses none.
///
/// SQLite has one writer: numbers rise with the commits. In PostgreSQL transactions take numbers
/// side by side and may commit in another order, so a reader may not pass a number that is still in
/// flight. Each transaction therefore writes its events last, when it holds the locks of all rows
/// that it has changed, and before that takes a shared advisory lock on the last number given out:
/// its own ones will be greater. The lock goes with the transaction, after its rows can be seen. A
/// reader reads up to the least number that is locked. No writer waits for another one.
///
/// Events of transactions that touched the same row, or of which one began after the other had
/// ended, have their numbers in the order of the commits; others ran side by side.
final class EventLog {
  /// What our advisory locks begin with: `LZ` in the upper bits.
  private static final long LOCKS = 0x4c5aL << 48;

  private EventLog() {}

  /// An event before it has a number.
  record Draft(
      long owner, String caller, String kind, String subject, String content, long timeMs) {}

  /// Writes the events of a transaction, as the last that it does.
  static void write(Connection connection, boolean postgres, List<Draft> drafts)
      throws SQLException {
    if (postgres) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "SELECT pg_advisory_xact_lock_shared(%d + CASE WHEN is_called THEN last_value ELSE 0 END) FROM events_id_seq"
                .formatted(LOCKS));
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO events (owner_id, caller, kind, subject, content, created_ms)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      for (Draft draft : drafts) {
        insert.setLong(1, draft.owner());
        insert.setString(2, draft.caller());
        insert.setString(3, draft.kind());
        insert.setString(4, draft.subject());
        insert.setString(5, draft.content());
        insert.setLong(6, draft.timeMs());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /// The number up to which no event can come any more. The transaction that then reads the events
  /// must begin after this returns.
  static long horizon(Connection connection, boolean postgres) throws SQLException {
    if (!postgres) {
      return number(connection, "SELECT COALESCE(MAX(id), 0) FROM events");
    }
    long last =
        number(
            connection, "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM events_id_seq");
    long inFlight =
        number(
            connection,
            """
            SELECT COALESCE(MIN(((classid::bigint << 32) | objid::bigint) - %1$d), %2$d)
            FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = %3$d
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """
                .formatted(LOCKS, last, LOCKS >> 48));
    return Math.min(last, inFlight);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
