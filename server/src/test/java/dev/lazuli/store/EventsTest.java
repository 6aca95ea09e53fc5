package dev.lazuli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Author;
import dev.lazuli.base.Caller;
import dev.lazuli.base.Fanout;
import dev.lazuli.base.Problem;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventsTest {
  private static final Caller ADA = new Caller.Person("1", "ada");
  private static final Event.Filter ALL = new Event.Filter(0, List.of());
  private static final Instant LONG_AGO = Instant.EPOCH;

  @TempDir private Path home;

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatHasHappenedTellsWhoDidWhatToWhat(Databases kind) {
    try (Database database = kind.open(home)) {
      Events events = new Events(database);
      database.change(transaction ->
          Events.append(transaction, 7, ADA, "model.created", "models/m", Map.of("stage", "None")));

      Event event = events.after(0, ALL, 10).events().getFirst();

      assertThat(event.owner()).isEqualTo(7);
      assertThat(event.caller()).isEqualTo(new Author("User", "ada"));
      assertThat(event.kind()).isEqualTo("model.created");
      assertThat(event.subject()).isEqualTo("models/m");
      assertThat(event.content().path("stage").asString()).isEqualTo("None");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aTransactionThatFailsHasNoEvents(Databases kind) {
    try (Database database = kind.open(home)) {
      assertThatThrownBy(() ->
              database.change(transaction -> {
                append(transaction, "lost");
                throw new Problem.Invalid("", "refused");
              }))
          .isInstanceOf(Problem.Invalid.class);
      write(database, "kept");

      assertThat(subjects(new Events(database).after(0, ALL, 10))).containsExactly("kept");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aReaderLosesNothingWhileManyWrite(Databases kind) throws Exception {
    int writers = 8;
    int each = 60;
    try (Database database = kind.open(home)) {
      Events events = new Events(database);
      List<Long> seen = new ArrayList<>();
      List<String> subjects = new ArrayList<>();
      FutureTask<Boolean> reading =
          new FutureTask<>(() -> {
            long cursor = 0;
            while (seen.size() < writers * each) {
              Event.Batch batch = events.await(cursor, ALL, 7, Duration.ofSeconds(20));
              batch.events().forEach(event -> seen.add(event.id()));
              subjects.addAll(subjects(batch));
              cursor = batch.next();
            }
            return true;
          });
      Thread reader = Thread.ofVirtual().start(reading);
      Fanout.all(
          IntStream.range(0, writers)
              .mapToObj(writer -> (Callable<Boolean>) () -> writeMany(database, writer, each))
              .toList(),
          writers);
      reader.join(Duration.ofSeconds(30));

      assertThat(reading.isDone()).isTrue();
      assertThat(seen).isSorted().doesNotHaveDuplicates();
      assertThat(subjects).hasSize(writers * each).doesNotHaveDuplicates();
    }
  }

  @Test
  void aReaderDoesNotPassANumberThatIsStillInFlight() throws Exception {
    try (Database database = Databases.POSTGRESQL.open(home)) {
      Events events = new Events(database);
      write(database, "first");
      CountDownLatch written = new CountDownLatch(1);
      CountDownLatch mayCommit = new CountDownLatch(1);
      Thread slow =
          Thread.ofVirtual()
              .start(() ->
                  database.change(transaction -> {
                    append(transaction, "slow");
                    transaction.writeEvents();
                    written.countDown();
                    awaitQuietly(mayCommit);
                  }));
      written.await();
      write(database, "quick");

      Event.Batch before = events.after(0, ALL, 10);
      mayCommit.countDown();
      slow.join();
      Event.Batch after = events.after(before.next(), ALL, 10);

      assertThat(subjects(before)).containsExactly("first");
      assertThat(subjects(after)).containsExactly("slow", "quick");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void changesOfOneRowAreToldInTheOrderOfTheirCommits(Databases kind) throws Exception {
    int changes = 80;
    Field<Integer> count = DSL.field("count", Integer.class);
    try (Database database = kind.open(home)) {
      database.change(transaction -> {
        try (Statement statement = transaction.connection().createStatement()) {
          statement.execute("CREATE TABLE counter (count INTEGER NOT NULL)");
          statement.execute("INSERT INTO counter VALUES (0)");
        }
      });
      Fanout.all(
          IntStream.range(0, changes)
              .mapToObj(_ ->
                  (Callable<Boolean>)
                      () -> {
                        database.change(transaction -> {
                          transaction.sql().execute("UPDATE counter SET count = count + 1");
                          append(
                              transaction,
                              String.valueOf(
                                  transaction
                                      .sql()
                                      .select(count)
                                      .from("counter")
                                      .fetchSingle(count)));
                        });
                        return true;
                      })
              .toList(),
          8);

      assertThat(subjects(new Events(database).after(0, ALL, 1_000)))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, changes).mapToObj(String::valueOf).toList());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aFilterLeavesOutOtherOwnersAndKinds(Databases kind) {
    try (Database database = kind.open(home)) {
      database.change(transaction -> {
        Events.append(transaction, 1, ADA, "run.ended", "a", Map.of());
        Events.append(transaction, 2, ADA, "run.ended", "b", Map.of());
        Events.append(transaction, 2, ADA, "model.created", "c", Map.of());
      });

      Event.Batch batch =
          new Events(database).after(0, new Event.Filter(2, List.of("run.", "job.")), 10);

      assertThat(subjects(batch)).containsExactly("b");
      assertThat(new Events(database).after(batch.next(), ALL, 10).events()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void oldEventsGoButNotThoseThatAReaderHasStillToRead(Databases kind) {
    try (Database database = kind.open(home)) {
      Events events = new Events(database);
      Stream.of("a", "b", "c").forEach(subject -> write(database, subject));
      Event.Batch all = events.after(0, ALL, 10);
      long second = all.events().get(1).id();
      database.change(transaction -> events.advance(transaction, "webhooks", second));
      Instant future = Instant.now().plusSeconds(60);

      int removed = events.removeBefore(future, LONG_AGO);

      assertThat(removed).isEqualTo(2);
      assertThat(subjects(events.after(second, ALL, 10))).containsExactly("c");
      assertThatThrownBy(() -> events.after(0, ALL, 10))
          .isInstanceOf(Problem.Conflict.class)
          .hasMessageContaining("no longer kept: begin again from " + second);
      assertThat(database.<Long>read(in -> events.position(in, "webhooks", 0))).isEqualTo(second);
    }
  }

  private static Boolean writeMany(Database database, int writer, int each) {
    for (int i = 0; i < each; i++) {
      write(database, writer + "/" + i);
    }
    return true;
  }

  private static void write(Database database, String subject) {
    database.change(transaction -> append(transaction, subject));
  }

  private static void append(Transaction transaction, String subject) {
    Events.append(transaction, 1, ADA, "thing.changed", subject, Map.of());
  }

  private static List<String> subjects(Event.Batch batch) {
    return batch.events().stream().map(Event::subject).toList();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
