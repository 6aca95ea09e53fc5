package dev.lazuli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Fanout;
import dev.lazuli.base.Problem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqliteWriterTest {
  @TempDir private Path home;
  private String url = "";

  @BeforeEach
  void makeTable() throws SQLException {
    url = "jdbc:sqlite:" + home.resolve("test.db");
    run("CREATE TABLE names (name TEXT PRIMARY KEY)");
  }

  @ParameterizedTest
  @EnumSource(FaultyConnections.Fault.class)
  void whatWasAcknowledgedIsThereWhicheverCallFailsAndTheWriterRecovers(
      FaultyConnections.Fault fault) throws Exception {
    int failing = 1; // 0 is the opening at the start, which may fail
    boolean reached = true;
    while (reached) {
      FaultyConnections connections =
          new FaultyConnections(() -> SqliteDatabase.writing(url), fault, failing);
      String prefix = fault + " " + failing + " ";
      Set<String> acknowledged = new HashSet<>();
      try (SqliteWriter writer =
          SqliteWriter.start(connections, Clock.systemUTC(), new EventSignal())) {
        acknowledged.addAll(groupOfThree(writer, prefix));
        acknowledged.addAll(groupOfThree(writer, prefix + "then "));
        reached = connections.hasFailed();
        if (reached) {
          String last = prefix + "recovered";
          assertThat(written(writer, last, false)).as(last).isTrue();
          acknowledged.add(last);
        }
      }

      assertThat(names()).as("after call %d", failing).containsAll(acknowledged);
      assertThat(names()).noneMatch(name -> name.endsWith("refused"));
      failing++;
    }

    assertThat(failing).isGreaterThan(30);
  }

  @Test
  void aDatabaseThatIsFullRefusesWritesAndTakesThemAgainWhenThereIsRoom() throws Exception {
    run("CREATE TABLE large (content BLOB)");
    AtomicInteger opened = new AtomicInteger();
    try (SqliteWriter writer =
        SqliteWriter.start(
            () -> limited(opened.incrementAndGet()), Clock.systemUTC(), new EventSignal())) {
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(() ->
                writer.write(
                    in -> execute(in.connection(), "INSERT INTO large VALUES (zeroblob(1000000))")))
            .isInstanceOf(Problem.StorageFull.class);
      }
      assertThat(written(writer, "small", false)).isTrue();
    }
    try (SqliteWriter writer =
        SqliteWriter.start(
            () -> SqliteDatabase.writing(url), Clock.systemUTC(), new EventSignal())) {
      assertThat(written(writer, "after", false)).isTrue();
    }

    assertThat(names()).containsExactlyInAnyOrder("small", "after");
  }

  /// Three writes, the second of which is refused, as one group; those that were acknowledged.
  private static Set<String> groupOfThree(SqliteWriter writer, String prefix)
      throws InterruptedException {
    CountDownLatch queued = new CountDownLatch(1);
    List<Callable<List<String>>> writes = new ArrayList<>();
    writes.add(() -> {
      attempted(() -> writer.write(_ -> awaited(queued))); // the others wait meanwhile
      return List.of();
    });
    for (String name : List.of("first", "refused", "last")) {
      writes.add(() -> {
        queued.countDown();
        boolean done = written(writer, prefix + name, name.equals("refused"));
        return done ? List.of(prefix + name) : List.of();
      });
    }
    Set<String> acknowledged = new HashSet<>();
    Fanout.all(writes, 4).forEach(acknowledged::addAll);
    return acknowledged;
  }

  private static boolean awaited(CountDownLatch queued) {
    try {
      queued.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean written(SqliteWriter writer, String name, boolean refused) {
    return attempted(() ->
        writer.write(in -> {
          execute(in.connection(), "INSERT INTO names VALUES ('" + name + "')");
          if (refused) {
            throw new Problem.Invalid("name", "refused after the insert");
          }
          return true;
        }));
  }

  private static boolean attempted(Runnable write) {
    try {
      write.run();
      return true;
    } catch (Problem | IllegalStateException e) {
      return false;
    }
  }

  /// The first connections have no room for more pages.
  private Connection limited(int number) throws SQLException {
    Connection connection = SqliteDatabase.writing(url);
    execute(connection, "PRAGMA max_page_count = " + (number < 4 ? 40 : 1_000_000));
    return connection;
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = SqliteDatabase.writing(url)) {
      execute(connection, sql);
    }
  }

  private List<String> names() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = SqliteDatabase.writing(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM names")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
