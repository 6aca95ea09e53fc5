package dev.lazuli.store;

import dev.lazuli.base.Problem;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteException;

/// Tells what a failure of the database means for the caller.
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final int SQLITE_BUSY = 5;
  private static final int SQLITE_LOCKED = 6;
  private static final int SQLITE_NOMEM = 7;
  private static final int SQLITE_READONLY = 8;
  private static final int SQLITE_INTERRUPT = 9;
  private static final int SQLITE_IOERR = 10;
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_FULL = 13;
  private static final int SQLITE_CANTOPEN = 14;
  private static final int SQLITE_CONSTRAINT = 19;
  private static final int SQLITE_NOTADB = 26;
  private static final int PRIMARY_CODE = 0xff;

  private Failures() {}

  /// The problem or bug behind a failure of SQLite or PostgreSQL.
  static RuntimeException translate(Throwable failure) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    Optional<SQLException> told = sql(failure);
    if (told.isPresent()) {
      return translate(told.get());
    }
    return failure instanceof RuntimeException e
        ? e
        : new IllegalStateException("the database failed", failure);
  }

  /// Whether a transaction failed only because of others at the same time: run again, it may work.
  static boolean isInTheWay(Throwable failure) {
    if (failure instanceof Problem) {
      return false;
    }
    String state = sql(failure).map(Failures::state).orElse("");
    return state.equals("40001") || state.equals("40P01");
  }

  /// The failure of the database inside another one.
  private static Optional<SQLException> sql(Throwable failure) {
    SQLException found = null;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException e) {
        found = e; // the innermost: a pool says only that it has no connection
      }
    }
    return Optional.ofNullable(found);
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  private static RuntimeException translate(SQLException e) {
    return e instanceof SQLiteException ? sqlite(e) : postgres(e);
  }

  private static RuntimeException sqlite(SQLException e) {
    return switch (e.getErrorCode() & PRIMARY_CODE) {
      case SQLITE_CONSTRAINT ->
          broken(e, String.valueOf(e.getMessage()).contains("CONSTRAINT_FOREIGNKEY"));
      case SQLITE_FULL ->
          new Problem.StorageFull("the disk of the database is full: nothing was written");
      case SQLITE_IOERR -> ioFailed(e);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new Problem.Unavailable("another program holds the database: nothing was written");
      case SQLITE_NOMEM -> new Problem.Unavailable("there is no memory for the database");
      case SQLITE_READONLY ->
          new Problem.Unavailable("the file of the database may not be written to");
      case SQLITE_INTERRUPT -> new Problem.Unavailable("the read was stopped");
      case SQLITE_CANTOPEN -> new Problem.Unavailable("the file of the database does not open");
      case SQLITE_CORRUPT, SQLITE_NOTADB -> damaged(e);
      default -> new IllegalStateException("the database refused a statement", e);
    };
  }

  private static Problem ioFailed(SQLException e) {
    String message = String.valueOf(e.getMessage());
    boolean full = message.contains("IOERR_SHMSIZE") || message.contains("SQLITE_FULL");
    return full
        ? new Problem.StorageFull("the disk of the database is full: nothing was written")
        : new Problem.Unavailable("the disk of the database failed: " + message);
  }

  private static Problem damaged(SQLException e) {
    return new Problem.Unavailable(
        "the database is damaged or is not one of SQLite (%s): put back a backup of it, or start"
                .formatted(e.getMessage())
            + " with another home folder");
  }

  private static RuntimeException postgres(SQLException e) {
    String state = state(e);
    if (state.startsWith("23")) {
      return broken(e, state.equals("23503"));
    }
    if (state.equals("53100")) {
      return new Problem.StorageFull("the disk of the database is full: nothing was written");
    }
    if (state.equals("57014")) {
      return new Problem.TooLarge("the database took too long for it: ask for less");
    }
    boolean away =
        state.startsWith("08")
            || state.startsWith("57P")
            || state.startsWith("53")
            || state.startsWith("58")
            || state.startsWith("28")
            || state.startsWith("25P")
            || state.startsWith("3D")
            || state.equals("55P03")
            || e instanceof SQLTransientException;
    if (away || (state.isEmpty() && String.valueOf(e.getMessage()).contains("closed"))) {
      return new Problem.Unavailable("the database does not answer: " + firstLine(e));
    }
    return new IllegalStateException("the database refused a statement", e);
  }

  /// @param linked whether the row that another one belongs to is gone, or still has others
  private static Problem broken(SQLException e, boolean linked) {
    LOG.debug("a constraint refused a row", e);
    return linked
        ? Problem.Conflict.changed("what it belongs to was removed at the same time")
        : Problem.Conflict.exists("another one of the same name was made at the same time");
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
