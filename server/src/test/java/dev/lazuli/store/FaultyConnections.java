package dev.lazuli.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Connections to a real database on which the call of one number fails.
///
/// Counted are the calls that reach the database: opening, making, running and closing statements,
/// and closing the connection.
final class FaultyConnections implements SqliteWriter.Connections {
  private static final Set<String> UNCOUNTED =
      Set.of("unwrap", "isWrapperFor", "isClosed", "getConnection", "toString", "hashCode");

  private final SqliteWriter.Connections real;
  private final Fault fault;
  private final int failing;
  private final AtomicInteger calls = new AtomicInteger();

  /// How the call fails.
  enum Fault {
    /// The call does nothing and throws.
    INSTEAD,
    /// The call has its effect and throws.
    AFTER,
    /// SQLite rolls back everything by itself, as for a full disk, and the call throws.
    ROLLED_BACK,
    /// The call throws what no one expects.
    ERROR
  }

  /// @param failing number of the call that fails, from 0; the next ones work again
  FaultyConnections(SqliteWriter.Connections real, Fault fault, int failing) {
    this.real = real;
    this.fault = fault;
    this.failing = failing;
  }

  /// Whether the call that fails has come.
  boolean hasFailed() {
    return calls.get() > failing;
  }

  @Override
  public Connection open() throws SQLException {
    if (calls.getAndIncrement() == failing) {
      throw failure();
    }
    return wrapped(Connection.class, real.open(), null);
  }

  private <T> T wrapped(Class<T> type, T target, @Nullable Connection connection) {
    Connection below = target instanceof Connection itself ? itself : connection;
    InvocationHandler handler =
        (_, method, arguments) -> {
          boolean fails =
              !UNCOUNTED.contains(method.getName()) && calls.getAndIncrement() == failing;
          if (fails && fault != Fault.AFTER) {
            fail(below);
          }
          Object result;
          try {
            result = method.invoke(target, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
          if (fails) {
            throw failure();
          }
          return switch (result) {
            case PreparedStatement statement -> wrapped(PreparedStatement.class, statement, below);
            case Statement statement -> wrapped(Statement.class, statement, below);
            case null, default -> result;
          };
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private void fail(@Nullable Connection below) throws SQLException {
    if (fault == Fault.ERROR) {
      throw new StackOverflowError("planted");
    }
    if (fault == Fault.ROLLED_BACK && below != null && !below.isClosed()) {
      try (Statement statement = below.createStatement()) {
        statement.execute("ROLLBACK");
      } catch (SQLException e) {
        throw new SQLException("planted, outside of a transaction", e);
      }
    }
    throw failure();
  }

  private static SQLException failure() {
    return new SQLException("planted");
  }
}
