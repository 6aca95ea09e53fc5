package dev.lazuli.tracking;

import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// Finds the runs of a query, in its order.
///
/// An order by a metric walks the index of the latest values: first the runs with a number, then
/// those with NaN, then those without the metric, in both directions.
final class RunSearch {
  private static final List<String> ORDER_KEYS =
      List.of(
          "run_id",
          "run_name",
          "status",
          "artifact_uri",
          "user_id",
          "start_time",
          "end_time",
          "created");
  private static final Field<Long> LATEST_RUN = DSL.field("latest.run_key", Long.class);
  private static final Table<Record> LATEST = DSL.table("latest_metrics latest");

  private final MetricNames names;
  private final RunFilter filter;

  RunSearch(MetricNames names) {
    this.names = names;
    this.filter = new RunFilter(names);
  }

  /// The numbers of the runs on a page.
  Page<Long> keys(Transaction transaction, Workspace workspace, RunQuery query)
      throws SQLException {
    List<Long> experiments = experiments(transaction, workspace, query.experimentIds());
    List<FilterParser.Order> orders = FilterParser.orders(query.orderBy());
    Condition condition =
        RunStore.EXPERIMENT
            .in(experiments)
            .and(ExperimentStore.inView(RunStore.DELETED, query.view()))
            .and(filter.condition(transaction, workspace, experiments, query.filter()));
    boolean byMetric = !orders.isEmpty() && orders.getFirst().key().entity().equals("metric");
    List<Long> found =
        byMetric && experiments.size() == 1
            ? byMetric(transaction, workspace, experiments.getFirst(), condition, orders, query)
            : plain(transaction, workspace, condition, orders, query);
    return Page.of(found, query.offset(), query.max());
  }

  /// The row numbers of the experiments with these ids that exist.
  static List<Long> experiments(Transaction transaction, Workspace workspace, List<String> ids) {
    List<Long> numbers = new ArrayList<>();
    for (String id : ids) {
      numbers.add(Experiments.number(id));
    }
    return numbers.isEmpty()
        ? List.of()
        : transaction
            .sql()
            .select(ExperimentStore.KEY)
            .from(ExperimentStore.EXPERIMENTS)
            .where(
                DSL.field("owner_id", Long.class)
                    .eq(workspace.id())
                    .and(ExperimentStore.NUMBER.in(numbers)))
            .fetch(ExperimentStore.KEY);
  }

  private List<Long> plain(
      Transaction transaction,
      Workspace workspace,
      Condition condition,
      List<FilterParser.Order> orders,
      RunQuery query)
      throws SQLException {
    Joined joined = joined(transaction, workspace, RunStore.RUNS, orders);
    return transaction
        .sql()
        .select(RunStore.KEY)
        .from(joined.table())
        .where(condition)
        .orderBy(joined.order())
        .limit(query.max() + 1)
        .offset(query.offset())
        .fetch(RunStore.KEY);
  }

  /// Walks three groups one after the other until the page is full.
  private List<Long> byMetric(
      Transaction transaction,
      Workspace workspace,
      long experiment,
      Condition condition,
      List<FilterParser.Order> orders,
      RunQuery query)
      throws SQLException {
    Optional<Long> number = names.find(transaction, workspace, orders.getFirst().key().name());
    List<FilterParser.Order> rest = orders.subList(1, orders.size());
    List<Long> found = new ArrayList<>();
    long offset = query.offset();
    if (number.isPresent()) {
      for (int isNan = 0; isNan <= 1 && found.size() <= query.max(); isNan++) {
        Joined joined = joined(transaction, workspace, LATEST.crossJoin(RunStore.RUNS), rest);
        Condition group =
            DSL.field("latest.experiment_key", Long.class)
                .eq(experiment)
                .and(DSL.field("latest.metric_key", Long.class).eq(number.get()))
                .and(DSL.field("latest.is_nan", Integer.class).eq(isNan))
                .and(RunStore.KEY.eq(LATEST_RUN))
                .and(condition);
        Field<Double> value = DSL.field("latest.value", Double.class);
        List<SortField<?>> order = new ArrayList<>();
        if (isNan == 0) {
          order.add(orders.getFirst().ascending() ? value.asc() : value.desc());
        }
        order.addAll(joined.order());
        offset = take(transaction, joined.table(), group, order, offset, query.max(), found);
      }
    }
    if (found.size() <= query.max()) {
      Joined joined = joined(transaction, workspace, RunStore.RUNS, rest);
      Condition without =
          number.isEmpty()
              ? condition
              : condition.and(
                  RunStore.KEY.notIn(
                      DSL.select(DSL.field("run_key", Long.class))
                          .from(DSL.table("latest_metrics"))
                          .where(
                              DSL.field("experiment_key", Long.class)
                                  .eq(experiment)
                                  .and(DSL.field("metric_key", Long.class).eq(number.get())))));
      take(transaction, joined.table(), without, joined.order(), offset, query.max(), found);
    }
    return found;
  }

  /// Adds the next runs of a group until there are `max + 1`; returns what is left of the offset.
  private static long take(
      Transaction transaction,
      Table<?> table,
      Condition condition,
      List<SortField<?>> order,
      long offset,
      int max,
      List<Long> found) {
    int wanted = max + 1 - found.size();
    List<Long> some =
        transaction
            .sql()
            .select(RunStore.KEY)
            .from(table)
            .where(condition)
            .orderBy(order)
            .limit(wanted)
            .offset(offset)
            .fetch(RunStore.KEY);
    found.addAll(some);
    if (!some.isEmpty() || offset == 0) {
      return 0;
    }
    Integer skipped =
        transaction.sql().selectCount().from(table).where(condition).fetchSingle().value1();
    return Math.max(0, offset - skipped);
  }

  /// A table with what its order needs.
  private record Joined(Table<?> table, List<SortField<?>> order) {}

  private Joined joined(
      Transaction transaction, Workspace workspace, Table<?> runs, List<FilterParser.Order> orders)
      throws SQLException {
    Table<?> table = runs;
    List<SortField<?>> order = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      FilterParser.Order entry = orders.get(i);
      String key = entry.key().name();
      String alias = "order" + i;
      switch (entry.key().entity()) {
        case "metric" -> {
          long number = names.find(transaction, workspace, key).orElse(-1L);
          table =
              table
                  .leftJoin(DSL.table("latest_metrics " + alias))
                  .on(alias + ".run_key = runs.id AND " + alias + ".metric_key = " + number);
          order.add(DSL.field("COALESCE(" + alias + ".is_nan, 2)", Integer.class).asc());
          order.add(directed(DSL.field(alias + ".value", Double.class), entry.ascending()));
        }
        case "parameter", "tag" -> {
          String words = entry.key().entity().equals("tag") ? "run_tags " : "run_params ";
          table =
              table
                  .leftJoin(DSL.table(words + alias))
                  .on(
                      DSL.field(alias + ".run_key", Long.class)
                          .eq(RunStore.KEY)
                          .and(DSL.field(alias + ".name", String.class).eq(key)));
          Field<String> value = DSL.field(alias + ".value", String.class);
          order.add(DSL.field("(" + alias + ".value IS NULL)", Object.class).asc());
          order.add(directed(value, entry.ascending()));
        }
        default -> {
          Field<?> column = attribute(entry.key());
          if (column.equals(RunStore.END)) {
            order.add(DSL.field("(runs.end_ms IS NULL)", Object.class).asc());
          }
          order.add(directed(column, entry.ascending()));
        }
      }
    }
    order.add(RunStore.START.desc());
    order.add(RunStore.RUN_ID.asc());
    return new Joined(table, order);
  }

  private static SortField<?> directed(Field<?> field, boolean ascending) {
    return ascending ? field.asc() : field.desc();
  }

  private static Field<?> attribute(Filter.Key key) {
    if (!key.entity().equals("attribute")) {
      throw FilterSql.badOrder(key.name(), ORDER_KEYS);
    }
    return switch (key.name()) {
      case "run_id" -> RunStore.RUN_ID;
      case "run_name" -> RunStore.NAME;
      case "status" -> RunStore.STATUS;
      case "artifact_uri" -> RunStore.ARTIFACTS;
      case "user_id" -> RunStore.USER;
      case "start_time", "created", "Created" -> RunStore.START;
      case "end_time" -> RunStore.END;
      default -> throw FilterSql.badOrder(key.name(), ORDER_KEYS);
    };
  }
}
