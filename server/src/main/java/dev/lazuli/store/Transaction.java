package dev.lazuli.store;

import java.sql.Connection;
import org.jooq.DSLContext;

/// One transaction of the database: typed SQL, and the JDBC connection under it for hot paths.
///
/// Valid only inside the call that it was given to.
public final class Transaction {
  private final DSLContext sql;
  private final Connection connection;

  Transaction(DSLContext sql, Connection connection) {
    this.sql = sql;
    this.connection = connection;
  }

  /// SQL in the dialect of the database.
  public DSLContext sql() {
    return sql;
  }

  /// The connection; not to be closed or committed by the caller.
  public Connection connection() {
    return connection;
  }
}
