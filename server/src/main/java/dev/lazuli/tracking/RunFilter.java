package dev.lazuli.tracking;

import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// What can be asked of runs, as SQL.
final class RunFilter {
  private static final List<String> KEYS =
      List.of(
          "run_id",
          "run_name",
          "status",
          "artifact_uri",
          "user_id",
          "start_time",
          "end_time",
          "created");

  private static final Table<Record> LATEST = DSL.table("latest_metrics");
  private static final int RARE_MAX = 2_000;

  private final MetricNames names;

  RunFilter(MetricNames names) {
    this.names = names;
  }

  /// A filter about the table `runs`.
  Condition condition(
      Transaction transaction, Workspace workspace, List<Long> experiments, String text)
      throws SQLException {
    Condition all = DSL.noCondition();
    for (Filter.Comparison comparison : FilterParser.parse(text).comparisons()) {
      all = all.and(one(transaction, workspace, experiments, comparison));
    }
    return all;
  }

  private Condition one(
      Transaction transaction,
      Workspace workspace,
      List<Long> experiments,
      Filter.Comparison comparison)
      throws SQLException {
    SQLDialect dialect = transaction.sql().dialect();
    return switch (comparison.key().entity()) {
      case "metric" -> metric(transaction, workspace, experiments, comparison);
      case "parameter" ->
          FilterSql.word(dialect, RunStore.KEY, "run_params", "run_key", comparison);
      case "tag" -> FilterSql.word(dialect, RunStore.KEY, "run_tags", "run_key", comparison);
      case "dataset" -> dataset(dialect, comparison);
      default -> attribute(dialect, comparison);
    };
  }

  private Condition metric(
      Transaction transaction,
      Workspace workspace,
      List<Long> experiments,
      Filter.Comparison comparison)
      throws SQLException {
    Condition value = FilterSql.number(DSL.field("value", Double.class), comparison);
    Optional<Long> number = names.find(transaction, workspace, comparison.key().name());
    if (number.isEmpty()) {
      return DSL.falseCondition();
    }
    Field<Integer> isNan = DSL.field("is_nan", Integer.class);
    Condition matches =
        comparison.comparator() == Filter.Comparator.NOT_EQUAL
            ? isNan.eq(1).or(value)
            : isNan.eq(0).and(value);
    Condition ofMetric = DSL.field("metric_key", Long.class).eq(number.get()).and(matches);
    Condition indexed = DSL.field("experiment_key", Long.class).in(experiments).and(ofMetric);
    if (isRare(transaction, indexed)) {
      return RunStore.KEY.in(
          DSL.select(DSL.field("run_key", Long.class)).from(LATEST).where(indexed));
    }
    return DSL.exists(
        DSL.selectOne()
            .from(LATEST)
            .where(DSL.field("run_key", Long.class).eq(RunStore.KEY).and(ofMetric)));
  }

  /// Whether so few runs match that collecting them beats looking at run after run in order.
  private static boolean isRare(Transaction transaction, Condition indexed) {
    Integer some =
        transaction
            .sql()
            .selectCount()
            .from(DSL.selectOne().from(LATEST).where(indexed).limit(RARE_MAX + 1).asTable("some"))
            .fetchSingle()
            .value1();
    return some <= RARE_MAX;
  }

  private static Condition dataset(SQLDialect dialect, Filter.Comparison comparison) {
    Field<String> column =
        switch (comparison.key().name()) {
          case "name" -> DSL.field("d.name", String.class);
          case "digest" -> DSL.field("d.digest", String.class);
          case "context" -> DSL.field("i.context", String.class);
          default ->
              throw new Problem.Invalid(
                  "filter",
                  "Invalid dataset key '%s' specified. Valid keys are '{'name', 'digest', 'context'}'"
                      .formatted(comparison.key().name()));
        };
    return RunStore.KEY.in(
        DSL.select(DSL.field("i.run_key", Long.class))
            .from(DSL.table("run_inputs i"))
            .join(DSL.table("run_datasets d"))
            .on("d.id = i.dataset_key")
            .where(FilterSql.text(dialect, column, comparison)));
  }

  private static Condition attribute(SQLDialect dialect, Filter.Comparison comparison) {
    String key = comparison.key().name();
    return switch (key) {
      case "run_id" -> FilterSql.text(dialect, RunStore.RUN_ID, comparison);
      case "run_name", "run name", "Run name", "Run Name" ->
          FilterSql.text(dialect, RunStore.NAME, comparison.withoutList("run_id"));
      case "status" -> FilterSql.text(dialect, RunStore.STATUS, comparison.withoutList("run_id"));
      case "artifact_uri" ->
          FilterSql.text(dialect, RunStore.ARTIFACTS, comparison.withoutList("run_id"));
      case "user_id" -> FilterSql.text(dialect, RunStore.USER, comparison.withoutList("run_id"));
      case "start_time", "created", "Created" ->
          FilterSql.number(RunStore.START.coerce(Double.class), comparison);
      case "end_time" -> FilterSql.number(RunStore.END.coerce(Double.class), comparison);
      default -> throw FilterSql.badKey(key, KEYS);
    };
  }
}
