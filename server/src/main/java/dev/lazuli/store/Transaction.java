package dev.lazuli.store;

import dev.lazuli.base.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/// One transaction of the database: typed SQL, and the JDBC connection under it for hot paths.
///
/// Valid only inside the call that it was given to.
public final class Transaction {
  private final DSLContext sql;
  private final Connection connection;
  private final Clock clock;
  private final List<EventLog.Draft> events = new ArrayList<>();
  private Caller caller = Caller.current();

  Transaction(SQLDialect dialect, Connection connection, Clock clock) {
    this.sql = DSL.using(connection, dialect);
    this.connection = connection;
    this.clock = clock;
  }

  /// SQL in the dialect of the database.
  public DSLContext sql() {
    return sql;
  }

  /// The connection; not to be closed or committed by the caller.
  public Connection connection() {
    return connection;
  }

  /// What time it is.
  public Instant now() {
    return clock.instant();
  }

  /// Who asked for it.
  public Caller caller() {
    return caller;
  }

  /// Takes up work that somebody else asked for.
  void continueFor(Caller next) {
    caller = next;
  }

  void add(EventLog.Draft event) {
    events.add(event);
  }

  /// Writes the events, as the last of the transaction.
  ///
  /// @return whether there are any
  boolean writeEvents() throws SQLException {
    if (events.isEmpty()) {
      return false;
    }
    EventLog.write(connection, sql.family() == SQLDialect.POSTGRES, events);
    events.clear();
    return true;
  }

  /// Forgets the events of a piece of work that was undone.
  void forgetEvents() {
    events.clear();
  }
}
