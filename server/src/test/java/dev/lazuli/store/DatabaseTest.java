package dev.lazuli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Fanout;
import dev.lazuli.base.Problem;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseTest {
  private static final Field<String> NAME = DSL.field("name", String.class);

  @TempDir private Path home;

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatWasWrittenIsThereAfterReopening(Databases kind) {
    Database first = kind.open(home);
    makeTable(first);
    first.change(transaction -> insert(transaction, "a"));
    List<String> names = names(first);
    first.close();

    assertThat(names).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aFailedTransactionLeavesNothingAndDoesNotHarmItsNeighbours(Databases kind)
      throws InterruptedException {
    try (Database database = kind.open(home)) {
      makeTable(database);
      List<Callable<Boolean>> writes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String name = "n" + i;
        boolean fails = i % 10 == 0;
        writes.add(() -> written(database, name, fails));
      }

      List<Boolean> outcomes = Fanout.all(writes, 50);

      assertThat(outcomes).filteredOn(outcome -> outcome).hasSize(90);
      assertThat(names(database)).hasSize(90).doesNotContain("n0", "n10", "n90");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aSecondRowOfTheSameNameIsAConflict(Databases kind) {
    try (Database database = kind.open(home)) {
      makeTable(database);
      database.change(transaction -> insert(transaction, "a"));

      assertThatThrownBy(() -> database.change(transaction -> insert(transaction, "a")))
          .isInstanceOf(Problem.Conflict.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aStoreOfANewerVersionIsRefused(Databases kind) {
    try (Database database = kind.open(home)) {
      database.change(transaction -> {
        try (Statement statement = transaction.connection().createStatement()) {
          statement.execute(
              """
              INSERT INTO flyway_schema_history
              (installed_rank, version, description, type, script, installed_by,
               execution_time, success)
              VALUES (9999, '9999', 'newer', 'SQL', 'V9999__newer.sql', 'x', 1, %s)
              """
                  .formatted(kind == Databases.SQLITE ? "1" : "true"));
        }
      });

      assertThatThrownBy(() -> reopen(kind, database))
          .isInstanceOf(Problem.Unsupported.class)
          .hasMessageContaining("9999");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anErrorInATransactionDoesNotStopTheNextOne(Databases kind) {
    try (Database database = kind.open(home)) {
      makeTable(database);

      assertThatThrownBy(() ->
          database.change(transaction -> {
            insert(transaction, "a");
            throw new StackOverflowError("planted");
          }));
      database.change(transaction -> insert(transaction, "b"));

      assertThat(names(database)).containsExactly("b");
    }
  }

  @Test
  void aTransactionInsideATransactionIsRefusedInsteadOfWaitingForever() {
    try (Database database = Databases.SQLITE.open(home)) {
      makeTable(database);

      assertThatThrownBy(() ->
              database.change(_ -> database.change(transaction -> insert(transaction, "inner"))))
          .isInstanceOf(IllegalStateException.class);
      assertThat(names(database)).isEmpty();
    }
  }

  private void reopen(Databases kind, Database database) {
    if (kind == Databases.SQLITE) {
      database.close();
      kind.open(home).close();
      return;
    }
    String url = database.read(transaction -> transaction.connection().getMetaData().getURL());
    PostgresDatabase.open(url, "postgres", "postgres", Clock.systemUTC()).close();
  }

  private static boolean written(Database database, String name, boolean fails) {
    try {
      database.change(transaction -> {
        insert(transaction, name);
        if (fails) {
          throw new Problem.Invalid("name", "refused after the insert");
        }
      });
      return true;
    } catch (Problem.Invalid e) {
      return false;
    }
  }

  private static void makeTable(Database database) {
    database.change(transaction -> {
      try (Statement statement = transaction.connection().createStatement()) {
        statement.execute("CREATE TABLE names (name TEXT PRIMARY KEY)");
      }
    });
  }

  private static void insert(Transaction transaction, String name) {
    transaction.sql().insertInto(DSL.table("names")).columns(NAME).values(name).execute();
  }

  private static List<String> names(Database database) {
    return database.read(
        transaction -> transaction.sql().select(NAME).from("names").orderBy(NAME).fetch(NAME));
  }
}
