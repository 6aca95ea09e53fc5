package dev.lazuli.store;

import dev.lazuli.base.Author;
import dev.lazuli.base.Caller;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import tools.jackson.databind.node.ObjectNode;

/// What has happened, in order: every change of every feature writes here, in its own transaction.
///
/// A reader keeps a cursor, the number up to which it has read, and loses nothing: not what is
/// committed while it reads, not what came while it was away, as long as it is kept.
public final class Events {
  /// The kind of what was logged to a run: many, and soon of no interest.
  public static final String RUN_LOGGED = "run.logged";

  private static final long POLL_NANOS = 200_000_000L;
  private static final int REMOVED_AT_ONCE = 10_000;
  private static final Table<Record> EVENTS = DSL.table("events");
  private static final Table<Record> READERS = DSL.table("event_readers");
  private static final Field<Long> ID = DSL.field("id", Long.class);
  private static final Field<Long> OWNER = DSL.field("owner_id", Long.class);
  private static final Field<String> CALLER = DSL.field("caller", String.class);
  private static final Field<String> KIND = DSL.field("kind", String.class);
  private static final Field<String> SUBJECT = DSL.field("subject", String.class);
  private static final Field<String> CONTENT = DSL.field("content", String.class);
  private static final Field<Long> CREATED = DSL.field("created_ms", Long.class);
  private static final Field<String> NAME = DSL.field("name", String.class);
  private static final Field<Long> POSITION = DSL.field("position", Long.class);
  private static final String REMOVED = "removed";

  private final Database database;

  public Events(Database database) {
    this.database = database;
  }

  /// Adds an event to a transaction; it gets its number when the transaction ends.
  ///
  /// @param owner number of the workspace or registry
  /// @param kind noun and verb, such as `experiment.created`
  /// @param subject a path below the owner, such as `models/diamonds/versions/2`
  /// @param content what can be written as a JSON object
  public static void append(
      Transaction transaction,
      long owner,
      Caller caller,
      String kind,
      String subject,
      Map<String, ?> content) {
    transaction.add(
        new EventLog.Draft(
            owner,
            Author.of(caller).text(),
            kind,
            subject,
            content.isEmpty() ? "{}" : Json.text(content),
            transaction.now().toEpochMilli()));
  }

  /// Adds an event whose caller is whoever asked for the transaction.
  public static void append(
      Transaction transaction, long owner, String kind, String subject, Map<String, ?> content) {
    append(transaction, owner, transaction.caller(), kind, subject, content);
  }

  /// The cursor of someone who wants only what comes from now on.
  public long now() {
    return database.read(this::horizon);
  }

  /// The events after a cursor, as many as may be; none when there are none yet.
  ///
  /// @throws Problem.Conflict when events after the cursor are no longer kept
  public Event.Batch after(long cursor, Event.Filter filter, int max) {
    long horizon = now();
    return database.read(transaction -> {
      long removed = position(transaction, REMOVED).orElse(0L);
      if (cursor < removed) {
        throw new Problem.Conflict(
            "the events after %d are no longer kept: begin again from %d"
                .formatted(cursor, removed));
      }
      var events =
          transaction
              .sql()
              .select(ID, OWNER, CALLER, KIND, SUBJECT, CONTENT, CREATED)
              .from(EVENTS)
              .where(ID.gt(cursor).and(ID.le(horizon)).and(wanted(filter)))
              .orderBy(ID)
              .limit(max)
              .fetch(Events::event);
      long next = events.size() == max ? events.getLast().id() : Math.max(cursor, horizon);
      return new Event.Batch(events, next);
    });
  }

  /// The events after a cursor; waits for the first one as long as it may.
  ///
  /// @throws Problem.Conflict when events after the cursor are no longer kept
  public Event.Batch await(long cursor, Event.Filter filter, int max, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long from = cursor;
    while (true) {
      long seen = database.signal().count();
      Event.Batch batch = after(from, filter, max);
      long left = end - System.nanoTime();
      if (!batch.events().isEmpty() || left <= 0) {
        return batch;
      }
      from = batch.next();
      database.signal().await(seen, database.isShared() ? Math.min(left, POLL_NANOS) : left);
    }
  }

  /// How far a named reader has come; 0 when it has read nothing yet.
  public long position(Transaction transaction, String reader, long first) {
    return position(transaction, reader).orElse(first);
  }

  /// Keeps how far a named reader has come, in the transaction of what it made of the events. What
  /// it has not read yet is kept for it.
  public void advance(Transaction transaction, String reader, long position) {
    transaction
        .sql()
        .insertInto(READERS)
        .columns(NAME, POSITION)
        .values(reader, position)
        .onConflict(NAME)
        .doUpdate()
        .set(POSITION, position)
        .execute();
  }

  /// Removes what is older, but nothing that a named reader still has to read.
  ///
  /// @param kept removes events before it
  /// @param loggedKept removes events of kind [#RUN_LOGGED] before it
  /// @return how many were removed
  public int removeBefore(Instant kept, Instant loggedKept) {
    int removed = 0;
    Condition old = CREATED.lt(kept.toEpochMilli());
    Condition oldLogged = KIND.eq(RUN_LOGGED).and(CREATED.lt(loggedKept.toEpochMilli()));
    int now;
    do {
      now = database.write(transaction -> remove(transaction, old, oldLogged));
      removed += now;
    } while (now == REMOVED_AT_ONCE);
    return removed;
  }

  private int remove(Transaction transaction, Condition old, Condition oldLogged) {
    Condition read =
        ID.le(
            DSL.coalesce(
                DSL.field(DSL.select(DSL.min(POSITION)).from(READERS).where(NAME.ne(REMOVED))),
                Long.MAX_VALUE));
    var chosen =
        transaction
            .sql()
            .select(ID, KIND)
            .from(EVENTS)
            .where(read.and(old.or(oldLogged)))
            .orderBy(ID)
            .limit(REMOVED_AT_ONCE)
            .fetch();
    transaction.sql().deleteFrom(EVENTS).where(ID.in(chosen.getValues(ID))).execute();
    chosen.stream()
        .filter(row -> !row.get(KIND).equals(RUN_LOGGED))
        .mapToLong(row -> row.get(ID))
        .max()
        .ifPresent(last -> advance(transaction, REMOVED, last));
    return chosen.size();
  }

  private long horizon(Transaction transaction) throws SQLException {
    return EventLog.horizon(transaction.connection(), database.isShared());
  }

  private static Optional<Long> position(Transaction transaction, String reader) {
    return transaction
        .sql()
        .select(POSITION)
        .from(READERS)
        .where(NAME.eq(reader))
        .fetchOptional(POSITION);
  }

  private static Condition wanted(Event.Filter filter) {
    Condition kinds =
        filter.kinds().stream()
            .map(KIND::startsWith)
            .reduce(Condition::or)
            .orElse(DSL.noCondition());
    return filter.owner() == 0 ? kinds : OWNER.eq(filter.owner()).and(kinds);
  }

  private static Event event(Record row) {
    return new Event(
        row.get(ID),
        row.get(OWNER),
        Author.parse(row.get(CALLER)),
        row.get(KIND),
        row.get(SUBJECT),
        (ObjectNode) Json.parse(row.get(CONTENT)),
        Instant.ofEpochMilli(row.get(CREATED)));
  }
}
