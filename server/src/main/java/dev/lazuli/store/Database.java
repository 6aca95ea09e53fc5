package dev.lazuli.store;

import dev.lazuli.base.Config;
import dev.lazuli.base.Problem;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/// The database of the workspace: SQLite in the home folder, or PostgreSQL.
///
/// Reads run in parallel on a snapshot; writes are transactions. When [#write] returns, what it
/// wrote survives a crash.
public interface Database extends AutoCloseable {
  /// What runs inside a transaction.
  @FunctionalInterface
  interface Work<T> {
    T in(Transaction transaction) throws SQLException;
  }

  /// What runs inside a transaction and returns nothing.
  @FunctionalInterface
  interface Change {
    void in(Transaction transaction) throws SQLException;
  }

  /// Runs a read-only piece of work on one snapshot.
  ///
  /// @throws Problem.TooLarge when it takes too long
  <T> T read(Work<T> work);

  /// Runs a transaction; its effect is durable when this returns, and void when it throws. Writes
  /// have the effect of running one after the other.
  ///
  /// @param work may be run again when another write got in its way, so it changes nothing but the
  ///   database
  /// @throws Problem.Conflict when it breaks a constraint, such as another row of the same name
  /// @throws Problem.StorageFull when the disk is full
  <T> T write(Work<T> work);

  /// Stops the reads that a thread does now, since nobody waits for their results any more.
  void cancelReadsOf(Thread thread);

  /// Runs a transaction without a result; see [#write].
  default void change(Change change) {
    write(transaction -> {
      change.in(transaction);
      return true;
    });
  }

  /// What is wrong with its files, as far as it can tell; empty when nothing is.
  List<String> faults();

  /// Whether other servers write to it too.
  boolean isShared();

  /// Raised after each commit that wrote events.
  EventSignal signal();

  @Override
  void close();

  /// Opens the database that the configuration names and brings its tables up to date.
  ///
  /// @throws Problem.Invalid when the URL is neither SQLite nor PostgreSQL
  /// @throws Problem.Unsupported when a newer version of Lazuli has written it
  static Database open(Config config, Clock clock) {
    String url = config.databaseUrl();
    if (url.startsWith("jdbc:sqlite:")) {
      return SqliteDatabase.open(url, clock);
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return PostgresDatabase.open(url, config.databaseUser(), config.databasePassword(), clock);
    }
    throw new Problem.Invalid(
        "database_url", url, "a JDBC URL that starts with jdbc:sqlite: or jdbc:postgresql:");
  }
}
