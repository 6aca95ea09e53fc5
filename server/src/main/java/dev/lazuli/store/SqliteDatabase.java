package dev.lazuli.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// SQLite with a write-ahead log: readers in parallel, and one writer thread that commits all
/// transactions that wait as one group, so that they share one flush to the disk.
final class SqliteDatabase implements Database {
  /// Pages in the write-ahead log before they are copied into the database: 64 MiB. A page that
  /// many commits change is then copied once.
  private static final String CHECKPOINT_PAGES = "16000";

  private static final int READERS = 4;
  private static final int QUEUE = 4_096;
  private static final int GROUP_MAX = 256;

  private final HikariDataSource readers;
  private final Connection writer;
  private final BlockingQueue<Pending<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread;
  private volatile boolean closed;

  private SqliteDatabase(HikariDataSource readers, Connection writer) {
    this.readers = readers;
    this.writer = writer;
    this.thread = Thread.ofPlatform().name("database-writer").start(this::writeGroups);
  }

  static SqliteDatabase open(String url) {
    Path file = Path.of(url.substring("jdbc:sqlite:".length()));
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Migrations.apply(
          source(url, false),
          Map.of(
              "bytes", "BLOB",
              "identity", "INTEGER PRIMARY KEY AUTOINCREMENT",
              "double", "REAL",
              "clustered", "WITHOUT ROWID"));
      HikariConfig pool = new HikariConfig();
      pool.setDataSource(source(url, true));
      pool.setMaximumPoolSize(READERS);
      pool.setMinimumIdle(1);
      pool.setAutoCommit(false);
      pool.setPoolName("database-readers");
      Connection writer = source(url, false).getConnection();
      writer.setAutoCommit(false);
      return new SqliteDatabase(new HikariDataSource(pool), writer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw Failures.translate(e);
    }
  }

  private static SQLiteDataSource source(String url, boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(
        readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(10_000);
    config.setCacheSize(-16_000);
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, CHECKPOINT_PAGES);
    if (!readOnly) {
      config.setTempStore(SQLiteConfig.TempStore.MEMORY); // what a savepoint would restore
    }
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    return source;
  }

  @Override
  public <T> T read(Work<T> work) {
    try (Connection connection = readers.getConnection()) {
      try {
        return work.in(transaction(connection));
      } finally {
        connection.rollback();
      }
    } catch (SQLException | RuntimeException e) {
      throw Failures.translate(e);
    }
  }

  @Override
  public <T> T write(Work<T> work) {
    Pending<T> pending = new Pending<>(work);
    try {
      if (thread.equals(Thread.currentThread())) {
        throw new IllegalStateException("a transaction may not start another one");
      }
      if (closed) {
        throw stopping();
      }
      queue.put(pending);
      return pending.await(thread);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem.Unavailable("interrupted while a write waited");
    }
  }

  private static Problem stopping() {
    return new Problem.Unavailable("the server is stopping: nothing was written");
  }

  private static Transaction transaction(Connection connection) {
    DSLContext sql = DSL.using(connection, SQLDialect.SQLITE);
    return new Transaction(sql, connection);
  }

  private void writeGroups() {
    List<Pending<?>> group = new ArrayList<>();
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
  }

  private void writeGroup(List<Pending<?>> group) {
    try {
      Transaction transaction = transaction(writer);
      for (Pending<?> pending : group) {
        Savepoint before = writer.setSavepoint();
        if (pending.runIn(transaction)) {
          writer.releaseSavepoint(before);
        } else {
          writer.rollback(before);
        }
      }
      writer.commit();
    } catch (SQLException e) {
      RuntimeException failure = Failures.translate(e);
      group.forEach(pending -> pending.fail(failure));
      rollback(failure);
    }
  }

  private void rollback(RuntimeException failure) {
    try {
      writer.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
      writer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw Failures.translate(e);
    } finally {
      readers.close();
    }
  }

  /// A transaction that waits for its group; the caller sees its outcome after the commit.
  private static final class Pending<T> {
    private final Work<T> work;
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable T result;
    private @Nullable RuntimeException failure;

    Pending(Work<T> work) {
      this.work = work;
    }

    /// Runs the work; false when it failed and must be undone.
    boolean runIn(Transaction transaction) {
      try {
        result = work.in(transaction);
        return true;
      } catch (SQLException | RuntimeException | Error e) {
        failure = Failures.translate(e);
        return false;
      }
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
