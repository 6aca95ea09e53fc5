package dev.lazuli.store;

import dev.lazuli.base.Problem;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;

/// Tells what a failure of the database means for the caller.
final class Failures {
  private static final int SQLITE_IOERR = 10;
  private static final int SQLITE_FULL = 13;
  private static final int SQLITE_CONSTRAINT = 19;
  private static final int PRIMARY_CODE = 0xff;

  private Failures() {}

  /// The problem or bug behind a failure of SQLite or PostgreSQL.
  static RuntimeException translate(Throwable failure) {
    return switch (failure) {
      case Problem problem -> problem;
      case SQLException e -> translate(e);
      case DataAccessException e when e.getCause() instanceof SQLException cause ->
          translate(cause);
      case RuntimeException e -> e;
      default -> new IllegalStateException("the database failed", failure);
    };
  }

  private static RuntimeException translate(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    int code = e.getErrorCode() & PRIMARY_CODE;
    boolean sqlite = e.getClass().getName().startsWith("org.sqlite");
    if (state.startsWith("23") || (sqlite && code == SQLITE_CONSTRAINT)) {
      return new Problem.Conflict(
          "it exists already or was changed at the same time: " + e.getMessage());
    }
    if (state.equals("53100") || (sqlite && code == SQLITE_FULL)) {
      return new Problem.StorageFull("the disk of the database is full: nothing was written");
    }
    if (sqlite && code == SQLITE_IOERR) {
      return new Problem.Unavailable("the disk of the database failed: " + e.getMessage());
    }
    if (state.startsWith("08") || state.startsWith("57P")) {
      return new Problem.Unavailable("the database does not answer");
    }
    return new IllegalStateException("the database refused a statement", e);
  }
}
