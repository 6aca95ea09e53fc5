package dev.lazuli.tracking;

import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// The rows of experiments.
final class ExperimentStore {
  static final Table<Record> EXPERIMENTS = DSL.table("experiments");
  static final Field<Long> KEY = DSL.field("experiments.id", Long.class);
  static final Field<Long> NUMBER = DSL.field("number", Long.class);
  static final Field<String> NAME = DSL.field("name", String.class);
  static final Field<Long> CREATED = DSL.field("created_ms", Long.class);
  static final Field<Long> UPDATED = DSL.field("updated_ms", Long.class);
  private static final Field<Long> OWNER = DSL.field("owner_id", Long.class);
  private static final Field<String> LOCATION = DSL.field("artifact_location", String.class);
  private static final Field<Integer> DELETED = DSL.field("deleted", Integer.class);
  private static final List<Field<?>> COLUMNS =
      List.of(KEY, NUMBER, NAME, LOCATION, DELETED, CREATED, UPDATED);

  final WordTable tags = new WordTable("experiment_tags", "experiment_key");

  /// Adds an experiment with the next number, and locks the numbers of its owner until the commit.
  Experiment insert(
      Transaction transaction,
      long workspace,
      String name,
      String location,
      List<Tag> words,
      long now)
      throws SQLException {
    transaction.sql().execute("UPDATE owners SET created_ms = created_ms WHERE id = ?", workspace);
    Long number =
        transaction
            .sql()
            .select(DSL.coalesce(DSL.max(NUMBER), -1L).plus(1L))
            .from(EXPERIMENTS)
            .where(OWNER.eq(workspace))
            .fetchSingle()
            .value1();
    String id = String.valueOf(number);
    transaction
        .sql()
        .insertInto(EXPERIMENTS)
        .columns(OWNER, NUMBER, NAME, LOCATION, DELETED, CREATED, UPDATED)
        .values(
            workspace,
            number,
            name,
            location.isEmpty() ? Experiment.standardLocation(id) : location,
            0,
            now,
            now)
        .execute();
    Experiment made = find(transaction, workspace, NUMBER.eq(number)).orElseThrow();
    tags.set(transaction, made.key(), words);
    Events.append(
        transaction, workspace, "experiment.created", "experiments/" + id, Map.of("name", name));
    return made.withTags(tags.of(transaction, made.key()));
  }

  Optional<Experiment> find(Transaction transaction, long workspace, Condition which)
      throws SQLException {
    Optional<Experiment> found =
        transaction
            .sql()
            .select(COLUMNS)
            .from(EXPERIMENTS)
            .where(OWNER.eq(workspace).and(which))
            .fetchOptional(ExperimentStore::experiment);
    return found.isEmpty()
        ? found
        : Optional.of(found.get().withTags(tags.of(transaction, found.get().key())));
  }

  List<Experiment> search(
      Transaction transaction,
      long workspace,
      View view,
      Condition filter,
      List<SortField<?>> order,
      long offset,
      int max)
      throws SQLException {
    List<Experiment> bare =
        transaction
            .sql()
            .select(COLUMNS)
            .from(EXPERIMENTS)
            .where(OWNER.eq(workspace).and(inView(DELETED, view)).and(filter))
            .orderBy(order)
            .limit(max)
            .offset(offset)
            .fetch(ExperimentStore::experiment);
    Map<Long, List<Tag>> words = tags.of(transaction, bare.stream().map(Experiment::key).toList());
    List<Experiment> whole = new ArrayList<>();
    for (Experiment one : bare) {
      whole.add(one.withTags(words.getOrDefault(one.key(), List.of())));
    }
    return whole;
  }

  void setDeleted(Transaction transaction, long key, boolean deleted, long now) {
    transaction
        .sql()
        .update(EXPERIMENTS)
        .set(DELETED, deleted ? 1 : 0)
        .set(UPDATED, now)
        .where(DSL.field("id", Long.class).eq(key))
        .execute();
  }

  void rename(Transaction transaction, long key, String name, long now) {
    transaction
        .sql()
        .update(EXPERIMENTS)
        .set(NAME, name)
        .set(UPDATED, now)
        .where(DSL.field("id", Long.class).eq(key))
        .execute();
  }

  void touch(Transaction transaction, long key, long now) {
    transaction
        .sql()
        .update(EXPERIMENTS)
        .set(UPDATED, now)
        .where(DSL.field("id", Long.class).eq(key))
        .execute();
  }

  static Condition inView(Field<Integer> deleted, View view) {
    return switch (view) {
      case ACTIVE -> deleted.eq(0);
      case DELETED -> deleted.eq(1);
      case ALL -> DSL.noCondition();
    };
  }

  private static Experiment experiment(Record row) {
    return new Experiment(
        row.get(KEY),
        String.valueOf(row.get(NUMBER)),
        row.get(NAME),
        row.get(LOCATION),
        row.get(DELETED) == 1,
        row.get(CREATED),
        row.get(UPDATED),
        List.of());
  }
}
