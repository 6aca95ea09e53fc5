package dev.lazuli.evaluation;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.store.Transaction;
import dev.lazuli.tracking.Filter;
import dev.lazuli.tracking.FilterParser;
import dev.lazuli.tracking.FilterSql;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.SortField;
import org.jooq.impl.DSL;
import tools.jackson.databind.node.ObjectNode;

/// The rows of evaluation sets and their records.
final class EvaluationStore {
  static final Field<Long> OWNER = DSL.field("evaluation_sets.owner_id", Long.class);
  private static final Field<Long> KEY = DSL.field("evaluation_sets.id", Long.class);
  private static final Field<String> ID = DSL.field("evaluation_sets.dataset_id", String.class);
  private static final Field<String> NAME = DSL.field("evaluation_sets.name", String.class);
  private static final Field<String> TAGS = DSL.field("evaluation_sets.tags", String.class);
  private static final Field<String> USER = DSL.field("evaluation_sets.user_id", String.class);
  private static final Field<Long> CREATED = DSL.field("evaluation_sets.created_ms", Long.class);
  private static final Field<Long> UPDATED = DSL.field("evaluation_sets.updated_ms", Long.class);
  private static final Field<Long> COUNT =
      DSL.field(
          "(SELECT COUNT(*) FROM evaluation_records r WHERE r.set_key = evaluation_sets.id)",
          Long.class);
  private static final Field<Long> SET = DSL.field("set_key", Long.class);
  private static final Field<String> EXPERIMENT = DSL.field("experiment_id", String.class);
  private static final Field<String> CONTENT = DSL.field("content", String.class);
  private static final List<String> KEYS =
      List.of("name", "created_by", "created_time", "last_update_time");

  /// Runs one statement; returns how many rows it changed.
  private static int run(Transaction transaction, String statement, Object... values)
      throws SQLException {
    try (PreparedStatement prepared = transaction.connection().prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        prepared.setObject(i + 1, values[i]);
      }
      return prepared.executeUpdate();
    }
  }

  void insert(
      Transaction transaction,
      long owner,
      String id,
      String name,
      String tags,
      String user,
      long now)
      throws SQLException {
    run(
        transaction,
        "INSERT INTO evaluation_sets (owner_id, dataset_id, name, tags, user_id, created_ms,"
            + " updated_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
        owner,
        id,
        name,
        tags,
        user,
        now,
        now);
  }

  /// @throws Problem.NotFound when there is none
  EvaluationSet require(Transaction transaction, long owner, String id) {
    return find(transaction, owner, id)
        .orElseThrow(
            () -> new Problem.NotFound("Evaluation dataset with id '%s' not found".formatted(id)));
  }

  Optional<EvaluationSet> find(Transaction transaction, long owner, String id) {
    return find(transaction, OWNER.eq(owner).and(ID.eq(id)), List.of(), 0, 1).stream().findFirst();
  }

  List<EvaluationSet> find(
      Transaction transaction, Condition which, List<SortField<?>> order, long offset, int max) {
    var rows =
        transaction
            .sql()
            .select(KEY, ID, NAME, TAGS, USER, CREATED, UPDATED, COUNT)
            .from(DSL.table("evaluation_sets"))
            .where(which)
            .orderBy(order)
            .limit(max)
            .offset(offset)
            .fetch();
    Map<Long, List<String>> experiments = new HashMap<>();
    transaction
        .sql()
        .select(SET, EXPERIMENT)
        .from(DSL.table("evaluation_set_experiments"))
        .where(SET.in(rows.getValues(KEY)))
        .orderBy(SET, EXPERIMENT)
        .forEach(row ->
            experiments.computeIfAbsent(row.value1(), _ -> new ArrayList<>()).add(row.value2()));
    return rows.stream()
        .map(row ->
            new EvaluationSet(
                row.value1(),
                row.value2(),
                row.value3(),
                row.value4(),
                row.value5(),
                row.value6(),
                row.value7(),
                row.value8(),
                experiments.getOrDefault(row.value1(), List.of())))
        .toList();
  }

  /// Sets that any of some experiments uses; all when there are none.
  static Condition of(List<String> experiments) {
    return experiments.isEmpty()
        ? DSL.noCondition()
        : KEY.in(
            DSL.select(SET)
                .from(DSL.table("evaluation_set_experiments"))
                .where(EXPERIMENT.in(experiments)));
  }

  static Condition filter(SQLDialect dialect, String text) {
    Condition all = DSL.noCondition();
    for (Filter.Comparison comparison : FilterParser.parse(text).comparisons()) {
      String key = comparison.key().name();
      if (!comparison.key().entity().equals("attribute")) {
        throw FilterSql.badKey(comparison.key().entity() + "." + key, KEYS);
      }
      all =
          all.and(
              switch (key) {
                case "name" -> FilterSql.text(dialect, NAME, comparison);
                case "created_by" -> FilterSql.text(dialect, USER, comparison);
                case "created_time" -> FilterSql.number(CREATED.coerce(Double.class), comparison);
                case "last_update_time" ->
                    FilterSql.number(UPDATED.coerce(Double.class), comparison);
                default -> throw FilterSql.badKey(key, KEYS);
              });
    }
    return all;
  }

  static List<SortField<?>> order(List<String> orderBy) {
    List<SortField<?>> order = new ArrayList<>();
    for (FilterParser.Order parsed : FilterParser.orders(orderBy)) {
      Field<?> field =
          switch (parsed.key().entity().equals("attribute") ? parsed.key().name() : "") {
            case "name" -> NAME;
            case "created_time" -> CREATED;
            case "last_update_time" -> UPDATED;
            default -> throw FilterSql.badOrder(parsed.key().name(), KEYS);
          };
      order.add(parsed.ascending() ? field.asc() : field.desc());
    }
    if (orderBy.isEmpty()) {
      order.add(CREATED.desc());
    }
    order.add(KEY.desc());
    return order;
  }

  void link(Transaction transaction, long set, String experiment) throws SQLException {
    run(
        transaction,
        "INSERT INTO evaluation_set_experiments (set_key, experiment_id) VALUES (?, ?) ON CONFLICT"
            + " DO NOTHING",
        set,
        experiment);
  }

  void unlink(Transaction transaction, long set, String experiment) throws SQLException {
    run(
        transaction,
        "DELETE FROM evaluation_set_experiments WHERE set_key = ? AND experiment_id = ?",
        set,
        experiment);
  }

  void setTags(Transaction transaction, long set, String tags) throws SQLException {
    run(transaction, "UPDATE evaluation_sets SET tags = ? WHERE id = ?", tags, set);
  }

  void touch(Transaction transaction, long set, long now) throws SQLException {
    run(transaction, "UPDATE evaluation_sets SET updated_ms = ? WHERE id = ?", now, set);
  }

  void delete(Transaction transaction, long set) throws SQLException {
    run(transaction, "DELETE FROM evaluation_records WHERE set_key = ?", set);
    run(transaction, "DELETE FROM evaluation_set_experiments WHERE set_key = ?", set);
    run(transaction, "DELETE FROM evaluation_sets WHERE id = ?", set);
  }

  Optional<ObjectNode> record(Transaction transaction, long set, String hash) {
    return transaction
        .sql()
        .select(CONTENT)
        .from(DSL.table("evaluation_records"))
        .where(SET.eq(set).and(DSL.field("inputs_sha256", String.class).eq(hash)))
        .fetchOptional(row -> (ObjectNode) Json.parse(row.value1()));
  }

  void put(Transaction transaction, long set, String hash, ObjectNode content) throws SQLException {
    run(
        transaction,
        "INSERT INTO evaluation_records (set_key, record_id, inputs_sha256, content, created_ms,"
            + " updated_ms) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (set_key, inputs_sha256) DO"
            + " UPDATE SET content = excluded.content, updated_ms = excluded.updated_ms",
        set,
        content.path("dataset_record_id").asString(),
        hash,
        Json.text(content),
        content.path("created_time").asLong(),
        content.path("last_update_time").asLong());
  }

  List<ObjectNode> records(Transaction transaction, long set, long offset, int max) {
    return transaction
        .sql()
        .select(CONTENT)
        .from(DSL.table("evaluation_records"))
        .where(SET.eq(set))
        .orderBy(DSL.field("id"))
        .limit(max)
        .offset(offset)
        .fetch(row -> (ObjectNode) Json.parse(row.value1()));
  }

  int deleteRecords(Transaction transaction, long set, List<String> recordIds) {
    return transaction
        .sql()
        .deleteFrom(DSL.table("evaluation_records"))
        .where(SET.eq(set).and(DSL.field("record_id", String.class).in(recordIds)))
        .execute();
  }
}
