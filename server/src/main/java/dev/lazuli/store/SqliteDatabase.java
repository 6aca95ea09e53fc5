package dev.lazuli.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lazuli.base.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.SQLDialect;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/// SQLite with a write-ahead log: readers in parallel, and one writer.
final class SqliteDatabase implements Database {
  /// Pages in the write-ahead log before they are copied into the database: 64 MiB. A page that
  /// many commits change is then copied once.
  private static final String CHECKPOINT_PAGES = "16000";

  private static final int READERS = 4;
  private static final Duration READ_TIME_MAX = Duration.ofSeconds(30);
  private static final long READER_WAIT_MS = 10_000;

  private final HikariDataSource readers;
  private final SqliteWriter writer;
  private final Clock clock;
  private final EventSignal signal;
  private final RunningReads running = new RunningReads(READ_TIME_MAX);

  private SqliteDatabase(
      HikariDataSource readers, SqliteWriter writer, Clock clock, EventSignal signal) {
    this.readers = readers;
    this.writer = writer;
    this.clock = clock;
    this.signal = signal;
  }

  static SqliteDatabase open(String url, Clock clock) {
    Path file = Path.of(url.substring("jdbc:sqlite:".length()));
    try {
      prepare(file.toAbsolutePath());
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
      pool.setConnectionTimeout(READER_WAIT_MS);
      pool.setAutoCommit(false);
      pool.setPoolName("database-readers");
      EventSignal signal = new EventSignal();
      SqliteWriter writer = SqliteWriter.start(() -> writing(url), clock, signal);
      return new SqliteDatabase(new HikariDataSource(pool), writer, clock, signal);
    } catch (IOException e) {
      throw new Problem.Invalid(
          "database_url", "'%s' cannot be the database: %s".formatted(file, e.getMessage()));
    } catch (SQLException | RuntimeException e) {
      throw Failures.translate(e);
    }
  }

  /// Makes a new file that only its owner may read; SQLite gives its other files the same rights.
  private static void prepare(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.getParent());
    Files.createDirectories(folder);
    if (Files.isDirectory(file)) {
      throw new Problem.Invalid(
          "database_url", "'%s' is a folder where the database should be".formatted(file));
    }
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!Files.exists(file) && posix) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    if (Files.size(file) == 0 && Files.exists(folder.resolve("secret.key"))) {
      throw new Problem.Invalid(
          "database_url",
          "the database '%s' is missing or empty, but this home was used before: put back a backup"
                  .formatted(file)
              + " of it, or start with another home folder");
    }
  }

  /// A connection that begins no transaction by itself.
  static Connection writing(String url) throws SQLException {
    Connection connection = source(url, false).getConnection();
    connection.unwrap(SQLiteConnection.class).getConnectionConfig().setAutoCommit(false);
    return connection;
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
        return running.run(
            connection.unwrap(SQLiteConnection.class).getDatabase()::interrupt,
            () -> work.in(new Transaction(SQLDialect.SQLITE, connection, clock)));
      } finally {
        connection.rollback();
      }
    } catch (SQLException | RuntimeException e) {
      throw Failures.translate(e);
    }
  }

  @Override
  public void cancelReadsOf(Thread thread) {
    running.stopThoseOf(thread);
  }

  @Override
  public <T> T write(Work<T> work) {
    return writer.write(work);
  }

  @Override
  public List<String> faults() {
    return read(in -> in.sql().fetch("PRAGMA integrity_check").getValues(0, String.class)).stream()
        .filter(line -> !line.equals("ok"))
        .toList();
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public EventSignal signal() {
    return signal;
  }

  @Override
  public void close() {
    try {
      running.close();
      writer.close();
    } finally {
      readers.close();
    }
  }
}
