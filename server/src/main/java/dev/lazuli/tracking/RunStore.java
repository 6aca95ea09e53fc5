package dev.lazuli.tracking;

import dev.lazuli.base.Problem;
import dev.lazuli.store.Transaction;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// The rows of runs, their params and tags.
final class RunStore {
  static final Table<Record> RUNS = DSL.table("runs");
  static final Field<Long> KEY = DSL.field("runs.id", Long.class);
  static final Field<Long> OWNER = DSL.field("runs.owner_id", Long.class);
  static final Field<Long> EXPERIMENT = DSL.field("runs.experiment_key", Long.class);
  static final Field<String> RUN_ID = DSL.field("runs.run_id", String.class);
  static final Field<String> NAME = DSL.field("runs.name", String.class);
  static final Field<String> USER = DSL.field("runs.user_id", String.class);
  static final Field<String> STATUS = DSL.field("runs.status", String.class);
  static final Field<Long> START = DSL.field("runs.start_ms", Long.class);
  static final Field<Long> END = DSL.field("runs.end_ms", Long.class);
  static final Field<String> ARTIFACTS = DSL.field("runs.artifact_uri", String.class);
  static final Field<Integer> DELETED = DSL.field("runs.deleted", Integer.class);
  private static final Field<Long> DELETED_MS = DSL.field("deleted_ms", Long.class);
  private static final Field<Long> NUMBER = DSL.field("experiments.number", Long.class);
  private static final List<Field<?>> COLUMNS =
      List.of(KEY, EXPERIMENT, NUMBER, RUN_ID, NAME, USER, STATUS, START, END, ARTIFACTS, DELETED);

  final WordTable params = new WordTable("run_params", "run_key");
  final WordTable tags = new WordTable("run_tags", "run_key");

  void insert(Transaction transaction, long workspace, Run run) {
    transaction
        .sql()
        .insertInto(RUNS)
        .columns(
            bare("owner_id", Long.class),
            bare("experiment_key", Long.class),
            bare("run_id", String.class),
            bare("name", String.class),
            bare("user_id", String.class),
            bare("status", String.class),
            bare("start_ms", Long.class),
            bare("end_ms", Long.class),
            bare("artifact_uri", String.class),
            bare("deleted", Integer.class))
        .values(
            workspace,
            run.experimentKey(),
            run.id(),
            run.name(),
            run.userId(),
            run.status().name(),
            run.startMs(),
            run.endedMs(),
            run.artifactUri(),
            0)
        .execute();
  }

  private static <T> Field<T> bare(String name, Class<T> type) {
    return DSL.field(name, type);
  }

  /// @throws Problem.NotFound when there is no such run
  Run require(Transaction transaction, long workspace, String runId) {
    return find(transaction, workspace, runId)
        .orElseThrow(() -> new Problem.NotFound("Run with id=%s not found".formatted(runId)));
  }

  Optional<Run> find(Transaction transaction, long workspace, String runId) {
    return transaction
        .sql()
        .select(COLUMNS)
        .from(RUNS)
        .join(ExperimentStore.EXPERIMENTS)
        .on(ExperimentStore.KEY.eq(EXPERIMENT))
        .where(OWNER.eq(workspace).and(RUN_ID.eq(runId)))
        .fetchOptional(RunStore::run);
  }

  /// The runs with these numbers, by number.
  Map<Long, Run> byKey(Transaction transaction, Collection<Long> keys) {
    Map<Long, Run> found = new HashMap<>();
    if (!keys.isEmpty()) {
      transaction
          .sql()
          .select(COLUMNS)
          .from(RUNS)
          .join(ExperimentStore.EXPERIMENTS)
          .on(ExperimentStore.KEY.eq(EXPERIMENT))
          .where("runs.id IN (" + WordTable.numbers(keys) + ")")
          .fetch(RunStore::run)
          .forEach(run -> found.put(run.key(), run));
    }
    return found;
  }

  /// Sets what a run's row holds of its progress.
  void update(
      Transaction transaction, long key, String name, RunStatus status, @Nullable Long endMs) {
    transaction
        .sql()
        .update(RUNS)
        .set(bare("name", String.class), name)
        .set(bare("status", String.class), status.name())
        .set(bare("end_ms", Long.class), endMs)
        .where(bare("id", Long.class).eq(key))
        .execute();
  }

  void setDeleted(Transaction transaction, long key, boolean deleted, long now) {
    setDeleted(transaction, bare("id", Long.class).eq(key), deleted, now);
  }

  void setDeletedIn(Transaction transaction, long experiment, boolean deleted, long now) {
    setDeleted(transaction, bare("experiment_key", Long.class).eq(experiment), deleted, now);
  }

  private static void setDeleted(
      Transaction transaction, Condition which, boolean deleted, long now) {
    transaction
        .sql()
        .update(RUNS)
        .set(bare("deleted", Integer.class), deleted ? 1 : 0)
        .set(DELETED_MS, deleted ? now : null)
        .where(which)
        .execute();
  }

  /// Adds params that are new.
  ///
  /// @throws Problem.Invalid when one was logged with another value
  void addParams(Transaction transaction, Run run, List<Param> words, boolean alone)
      throws SQLException {
    if (words.isEmpty()) {
      return;
    }
    lock(transaction, run.key());
    Map<String, String> logged = new HashMap<>();
    params.of(transaction, run.key()).forEach(tag -> logged.put(tag.key(), tag.value()));
    for (Param word : words) {
      String old = logged.get(word.key());
      if (old != null && !old.equals(word.value())) {
        throw changed(run, word, old, alone);
      }
    }
    params.set(
        transaction,
        run.key(),
        words.stream()
            .filter(word -> !logged.containsKey(word.key()))
            .map(word -> new Tag(word.key(), word.value()))
            .toList());
  }

  private static Problem.Invalid changed(Run run, Param word, String old, boolean alone) {
    String message =
        alone
            ? "Changing param values is not allowed. Param with key='%s' was already logged with value='%s' for run ID='%s'. Attempted logging new value '%s'."
                .formatted(word.key(), old, run.id(), word.value())
            : "Changing param values is not allowed. Params were already logged='[{'key': '%s', 'old_value': '%s', 'new_value': '%s'}]' for run ID='%s'."
                .formatted(word.key(), old, word.value(), run.id());
    return new Problem.Invalid("params", message);
  }

  /// Keeps others from changing the run until the commit; SQLite has one writer anyway.
  private static void lock(Transaction transaction, long key) {
    if (transaction.sql().dialect() != SQLDialect.SQLITE) {
      transaction.sql().execute("SELECT id FROM runs WHERE id = ? FOR UPDATE", key);
    }
  }

  private static Run run(Record row) {
    return new Run(
        row.get(KEY),
        row.get(EXPERIMENT),
        String.valueOf(row.get(NUMBER)),
        row.get(RUN_ID),
        row.get(NAME),
        row.get(USER),
        RunStatus.valueOf(row.get(STATUS)),
        row.get(START),
        row.get(END),
        row.get(ARTIFACTS),
        row.get(DELETED) == 1);
  }
}
