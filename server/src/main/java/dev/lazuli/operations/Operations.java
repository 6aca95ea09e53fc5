package dev.lazuli.operations;

import dev.lazuli.base.Author;
import dev.lazuli.base.Caller;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.store.Database;
import dev.lazuli.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins work that takes longer than a request, and tells how it goes.
public final class Operations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final String IN_PROGRESS = "InProgress";
  private static final String SUCCEEDED = "Succeeded";
  private static final String FAILED = "Failed";

  private static final Table<Record> OPERATIONS = DSL.table("operations");
  private static final Field<String> ID = DSL.field("id", String.class);
  private static final Field<Long> OWNER = DSL.field("owner_id", Long.class);
  private static final Field<String> SUBJECT = DSL.field("subject", String.class);
  private static final Field<String> STATUS = DSL.field("status", String.class);
  private static final Field<String> CODE = DSL.field("error_code", String.class);
  private static final Field<String> MESSAGE = DSL.field("error_message", String.class);
  private static final Field<String> STARTED_BY = DSL.field("started_by", String.class);
  private static final Field<Long> STARTED = DSL.field("started_ms", Long.class);
  private static final Field<Long> ENDED = DSL.field("ended_ms", Long.class);

  private final Database database;
  private final Clock clock;
  private final Ids ids;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  public Operations(Database database, Clock clock, Ids ids) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
  }

  /// Work that may meet a problem.
  @FunctionalInterface
  public interface Work {
    /// Does it.
    void run();
  }

  /// Begins work, for the caller of this thread; it goes on when this returns.
  ///
  /// @param owner number of the workspace or registry
  /// @param subject path below it of what is worked on
  public Operation begin(long owner, String subject, Work work) {
    String id = ids.uuid();
    Caller caller = Caller.current();
    database.change(in -> {
      removeOld(in);
      in.sql()
          .insertInto(OPERATIONS)
          .columns(ID, OWNER, SUBJECT, STATUS, CODE, MESSAGE, STARTED_BY, STARTED)
          .values(
              id,
              owner,
              subject,
              IN_PROGRESS,
              "",
              "",
              Author.of(caller).text(),
              in.now().toEpochMilli())
          .execute();
    });
    workers.execute(() -> ScopedValue.where(Caller.CURRENT, caller).run(() -> run(id, work)));
    return require(id);
  }

  private void removeOld(Transaction in) {
    in.sql().deleteFrom(OPERATIONS).where(ENDED.lt(in.now().minus(KEPT).toEpochMilli())).execute();
  }

  private void run(String id, Work work) {
    try {
      work.run();
      end(id, SUCCEEDED, "", "");
    } catch (Problem problem) {
      end(id, FAILED, problem.getClass().getSimpleName(), problem.text());
    } catch (RuntimeException bug) {
      LOG.atError().addKeyValue("operation", id).setCause(bug).log("an operation failed");
      end(id, FAILED, "InternalError", "internal error; the server log tells more");
    }
  }

  private void end(String id, String status, String code, String message) {
    database.change(in ->
        in.sql()
            .update(OPERATIONS)
            .set(STATUS, status)
            .set(CODE, code)
            .set(MESSAGE, message)
            .set(ENDED, in.now().toEpochMilli())
            .where(ID.eq(id))
            .execute());
  }

  /// How an operation goes; it is told for a day after its end.
  ///
  /// @throws Problem.NotFound when there is none, or no more
  public Operation require(String id) {
    return database
        .read(in ->
            in.sql()
                .select(ID, OWNER, SUBJECT, STATUS, CODE, MESSAGE, STARTED, ENDED)
                .from(OPERATIONS)
                .where(ID.eq(id))
                .fetchOptional(Operations::operation))
        .orElseThrow(() -> new Problem.NotFound("no operation '%s'".formatted(id)));
  }

  private static Operation operation(Record row) {
    Operation.State state =
        switch (row.get(STATUS)) {
          case SUCCEEDED -> new Operation.State.Succeeded(Instant.ofEpochMilli(row.get(ENDED)));
          case FAILED ->
              new Operation.State.Failed(
                  Instant.ofEpochMilli(row.get(ENDED)), row.get(CODE), row.get(MESSAGE));
          default -> new Operation.State.InProgress();
        };
    return new Operation(
        row.get(ID),
        row.get(OWNER),
        row.get(SUBJECT),
        state,
        Instant.ofEpochMilli(row.get(STARTED)));
  }

  /// Says of the work that a server before this one has left that it was not done.
  public void failLeftOver() {
    database.change(in ->
        in.sql()
            .update(OPERATIONS)
            .set(STATUS, FAILED)
            .set(CODE, "Interrupted")
            .set(MESSAGE, "the server stopped before it was done: ask for it again")
            .set(ENDED, clock.millis())
            .where(STATUS.eq(IN_PROGRESS))
            .execute());
  }

  @Override
  public void close() {
    workers.close();
  }
}
