package dev.lazuli.store;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Problem;
import dev.lazuli.store.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes to SQLite: it commits all transactions that wait as one group, so
/// that they share one flush to the disk.
///
/// After a failure SQLite may have rolled back by itself, or not; so the connection is closed, the
/// whole group fails, and the next group gets a new connection. A caller returns normally only
/// after a `COMMIT` that has returned normally.
final class SqliteWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);
  private static final int QUEUE = 4_096;
  private static final int GROUP_MAX = 256;
  private static final int WAIT_SECONDS_MAX = 30;

  private final Connections connections;
  private final Clock clock;
  private final EventSignal signal;
  private final BlockingQueue<Pending<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread;
  private volatile boolean closed;

  /// Only the writer thread touches it; null after a failure, until the next group.
  private @Nullable Connection connection;

  /// Opens connections on which nobody has begun a transaction, and nobody but us begins one.
  @FunctionalInterface
  interface Connections {
    Connection open() throws SQLException;
  }

  private SqliteWriter(Connections connections, Connection first, Clock clock, EventSignal signal) {
    this.connections = connections;
    this.clock = clock;
    this.signal = signal;
    this.connection = first;
    this.thread = Thread.ofPlatform().name("database-writer").unstarted(this::writeGroups);
  }

  static SqliteWriter start(Connections connections, Clock clock, EventSignal signal)
      throws SQLException {
    SqliteWriter writer = new SqliteWriter(connections, connections.open(), clock, signal);
    writer.thread.start();
    return writer;
  }

  /// Runs a transaction; it is durable when this returns.
  <T> T write(Work<T> work) {
    if (thread.equals(Thread.currentThread())) {
      throw new IllegalStateException("a transaction may not start another one");
    }
    if (closed) {
      throw stopping();
    }
    Pending<T> pending = new Pending<>(work);
    try {
      if (!queue.offer(pending, WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new Problem.Unavailable(
            "%d writes wait before this one: nothing was written".formatted(QUEUE));
      }
      return pending.await(thread);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem.Unavailable("interrupted while a write waited");
    }
  }

  private static Problem stopping() {
    return new Problem.Unavailable("the server is stopping: nothing was written");
  }

  private void writeGroups() {
    List<Pending<?>> group = new ArrayList<>(GROUP_MAX);
    while (!closed || !queue.isEmpty()) {
      try {
        group.add(queue.take());
        queue.drainTo(group, GROUP_MAX - 1);
        writeGroup(group);
      } catch (InterruptedException e) {
        closed = true; // only close() interrupts this thread
      } finally {
        group.forEach(Pending::finish);
        group.clear();
      }
    }
    disconnect();
  }

  private void writeGroup(List<Pending<?>> group) {
    try {
      Connection open = connected();
      execute(open, "BEGIN IMMEDIATE");
      Transaction transaction = new Transaction(SQLDialect.SQLITE, open, clock);
      for (Pending<?> pending : group) {
        execute(open, "SAVEPOINT work");
        RuntimeException failure = pending.runIn(transaction);
        if (failure != null) {
          undo(open, failure);
        }
        execute(open, "RELEASE work");
      }
      execute(open, "COMMIT");
      if (group.stream().anyMatch(Pending::hasEvents)) {
        signal.raise();
      }
    } catch (SQLException | RuntimeException | Error e) {
      Problem reason = asProblem(Failures.translate(e));
      group.forEach(pending -> pending.fail(reason));
      log(reason, e);
      disconnect();
    }
  }

  /// Undoes one piece of work. Where SQLite has rolled back everything by itself, that fails, and
  /// what made it do so is the reason for the whole group.
  private static void undo(Connection open, RuntimeException failure) throws SQLException {
    try {
      execute(open, "ROLLBACK TO work");
    } catch (SQLException e) {
      if (failure instanceof Problem.StorageFull || failure instanceof Problem.Unavailable) {
        throw failure;
      }
      throw e;
    }
  }

  /// What happens to a disk is told in a line, what else may be a bug of ours with its stack.
  private static void log(Problem reason, Throwable failure) {
    if (reason instanceof Problem.StorageFull) {
      LOG.warn("{}; the connection to the database is replaced", reason.text());
    } else {
      LOG.error("the database failed; the connection to it is replaced", failure);
    }
  }

  private static Problem asProblem(RuntimeException failure) {
    return failure instanceof Problem problem
        ? problem
        : new Problem.Unavailable(
            "the database failed and is opened again: the write was not acknowledged");
  }

  private Connection connected() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = connections.open();
      connection = open;
    }
    return open;
  }

  private void disconnect() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.close(); // which rolls back what was not committed
      } catch (SQLException | RuntimeException | Error e) {
        LOG.error("a connection to the database did not close", e);
      }
    }
  }

  private static void execute(Connection open, String sql) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A transaction that waits for its group; the caller sees its outcome after the commit.
  private static final class Pending<T> {
    private final Work<T> work;
    private final Caller caller = Caller.current();
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable T result;
    private boolean events;
    private @Nullable RuntimeException failure;

    Pending(Work<T> work) {
      this.work = work;
    }

    /// Runs the work; what it failed with, when it must be undone.
    @Nullable RuntimeException runIn(Transaction transaction) {
      try {
        transaction.continueFor(caller);
        result = work.in(transaction);
        events = transaction.writeEvents();
      } catch (SQLException | RuntimeException | Error e) {
        transaction.forgetEvents();
        failure = Failures.translate(e);
      }
      return failure;
    }

    boolean hasEvents() {
      return events;
    }

    void fail(RuntimeException reason) {
      if (failure == null) {
        failure = reason;
      }
    }

    void finish() {
      done.countDown();
    }

    @SuppressWarnings("NullAway") // the work returned it
    T await(Thread writer) throws InterruptedException {
      while (!done.await(1, TimeUnit.SECONDS)) {
        if (!writer.isAlive() && done.getCount() > 0) {
          throw stopping(); // it came in after the last group
        }
      }
      if (failure != null) {
        throw failure;
      }
      return result;
    }
  }
}
