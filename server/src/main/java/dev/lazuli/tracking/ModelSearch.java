package dev.lazuli.tracking;

import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.SortField;
import org.jooq.impl.DSL;

/// Finds the logged models of a query, in its order.
final class ModelSearch {
  private static final List<String> KEYS =
      List.of(
          "name",
          "model_id",
          "model_type",
          "status",
          "source_run_id",
          "creation_timestamp",
          "last_updated_timestamp");

  private static final int ORDERS_MAX = 10;

  private ModelSearch() {}

  /// The numbers of the models on a page.
  static Page<Long> keys(Transaction transaction, Workspace workspace, ModelQuery query) {
    SQLDialect dialect = transaction.sql().dialect();
    Condition all =
        LoggedModelStore.OWNER
            .eq(workspace.id())
            .and(LoggedModelStore.DELETED.eq(0))
            .and(ExperimentStore.NUMBER.in(numbers(query.experimentIds())));
    List<Filter.Comparison> comparisons = FilterParser.parse(query.filter()).comparisons();
    for (Filter.Comparison comparison : comparisons) {
      all = all.and(condition(dialect, comparison, query.datasets()));
    }
    boolean byMetric = comparisons.stream().anyMatch(one -> one.key().entity().equals("metric"));
    if (!query.datasets().isEmpty() && !byMetric) {
      all = all.and(measuredOn(query.datasets()));
    }
    List<Long> found =
        transaction
            .sql()
            .select(LoggedModelStore.KEY)
            .from(LoggedModelStore.MODELS)
            .join(ExperimentStore.EXPERIMENTS)
            .on(ExperimentStore.KEY.eq(LoggedModelStore.EXPERIMENT))
            .where(all)
            .orderBy(order(query.orderBy()))
            .limit(query.max() + 1)
            .offset(query.offset())
            .fetch(LoggedModelStore.KEY);
    return Page.of(found, query.offset(), query.max());
  }

  /// Models with any metric on one of the datasets.
  private static Condition measuredOn(List<ModelQuery.DatasetName> datasets) {
    Condition any = DSL.falseCondition();
    for (ModelQuery.DatasetName dataset : datasets) {
      any = any.or(on(dataset));
    }
    return LoggedModelStore.KEY.in(
        DSL.select(DSL.field("m.model_key", Long.class))
            .from(DSL.table("logged_model_metrics m"))
            .where(any));
  }

  /// Points of the table `m` on a dataset; all when it has no name.
  private static Condition on(ModelQuery.DatasetName dataset) {
    Condition which = DSL.noCondition();
    if (!dataset.name().isEmpty()) {
      which = which.and(DSL.field("m.dataset_name", String.class).eq(dataset.name()));
    }
    if (!dataset.digest().isEmpty()) {
      which = which.and(DSL.field("m.dataset_digest", String.class).eq(dataset.digest()));
    }
    return which;
  }

  private static List<Long> numbers(List<String> experimentIds) {
    return experimentIds.stream().map(Experiments::number).toList();
  }

  private static Condition condition(
      SQLDialect dialect, Filter.Comparison comparison, List<ModelQuery.DatasetName> datasets) {
    Filter.Key key = comparison.key();
    return switch (key.entity()) {
      case "metric" -> {
        if (datasets.isEmpty()) {
          yield FilterSql.number(
              metric(key.name(), new ModelQuery.DatasetName("", "")), comparison);
        }
        Condition any = DSL.falseCondition();
        for (ModelQuery.DatasetName dataset : datasets) {
          any = any.or(FilterSql.number(metric(key.name(), dataset), comparison));
        }
        yield any;
      }
      case "parameter" ->
          FilterSql.word(
              dialect, LoggedModelStore.KEY, "logged_model_params", "model_key", comparison);
      case "tag" ->
          FilterSql.word(
              dialect, LoggedModelStore.KEY, "logged_model_tags", "model_key", comparison);
      case "attribute" -> attribute(dialect, comparison);
      default -> throw FilterSql.badKey(key.name(), KEYS);
    };
  }

  private static Condition attribute(SQLDialect dialect, Filter.Comparison comparison) {
    String key = comparison.key().name();
    return switch (key) {
      case "name" -> text(dialect, LoggedModelStore.NAME, comparison);
      case "model_id" -> text(dialect, LoggedModelStore.MODEL_ID, comparison);
      case "model_type" -> text(dialect, LoggedModelStore.TYPE, comparison);
      case "status" -> text(dialect, LoggedModelStore.STATUS, status(comparison));
      case "artifact_location" -> text(dialect, LoggedModelStore.ARTIFACTS, comparison);
      case "source_run_id" -> text(dialect, LoggedModelStore.SOURCE_RUN, comparison);
      case "creation_timestamp", "creation_time" ->
          FilterSql.number(LoggedModelStore.CREATED.coerce(Double.class), comparison);
      case "last_updated_timestamp", "last_updated_time" ->
          FilterSql.number(LoggedModelStore.UPDATED.coerce(Double.class), comparison);
      default -> throw FilterSql.badKey(key, KEYS);
    };
  }

  /// A text compared, also with an empty list, in which nothing is.
  private static Condition text(
      SQLDialect dialect, Field<String> column, Filter.Comparison comparison) {
    boolean none =
        comparison.value() instanceof Filter.Value.Texts(List<String> all) && all.isEmpty();
    if (none) {
      return comparison.comparator() == Filter.Comparator.IN
          ? DSL.falseCondition()
          : DSL.trueCondition();
    }
    return FilterSql.text(dialect, column, comparison);
  }

  private static Filter.Comparison status(Filter.Comparison comparison) {
    if (comparison.value() instanceof Filter.Value.Text(String text)
        && comparison.comparator() != Filter.Comparator.LIKE
        && comparison.comparator() != Filter.Comparator.ILIKE
        && Stream.of(LoggedModel.Status.values()).noneMatch(one -> one.name().equals(text))) {
      throw new Problem.Invalid("filter", "Unknown model status in filter: '%s'".formatted(text));
    }
    return comparison;
  }

  /// The latest value of a metric of the model that the row is; NULL for none and NaN.
  private static Field<Double> metric(String key, ModelQuery.DatasetName dataset) {
    Condition which =
        DSL.condition("m.model_key = logged_models.id")
            .and(DSL.field("n.name", String.class).eq(key))
            .and(DSL.field("m.is_nan", Integer.class).eq(0))
            .and(on(dataset));
    Field<Double> value = DSL.field("m.value", Double.class);
    return DSL.field(
        DSL.select(value)
            .from(DSL.table("logged_model_metrics m"))
            .join(DSL.table("metric_names n"))
            .on("n.id = m.metric_key")
            .where(which)
            .orderBy(DSL.field("m.step").desc(), DSL.field("m.time_ms").desc(), value.desc())
            .limit(1));
  }

  private static List<SortField<?>> order(List<ModelQuery.Order> orders) {
    List<SortField<?>> sorted = new ArrayList<>();
    if (orders.size() > ORDERS_MAX) {
      throw new Problem.Invalid(
          "order_by", "order_by has at most %d entries".formatted(ORDERS_MAX));
    }
    for (ModelQuery.Order order : orders) {
      if (order.field().isEmpty()) {
        throw new Problem.Invalid("order_by", "Invalid order by field name: ");
      }
      Filter.Key key = FilterParser.order(order.field()).key();
      Field<?> field =
          switch (key.entity()) {
            case "metric" -> metric(key.name(), order.dataset());
            case "attribute" -> column(key.name());
            default ->
                throw new Problem.Invalid(
                    "order_by",
                    "Invalid order by field name: %s. Only metrics are supported."
                        .formatted(order.field()));
          };
      sorted.add((order.ascending() ? field.asc() : field.desc()).nullsLast());
    }
    sorted.add(LoggedModelStore.CREATED.desc());
    sorted.add(LoggedModelStore.MODEL_ID.asc());
    return sorted;
  }

  private static Field<?> column(String key) {
    return switch (key) {
      case "name" -> LoggedModelStore.NAME;
      case "model_id" -> LoggedModelStore.MODEL_ID;
      case "model_type" -> LoggedModelStore.TYPE;
      case "status" -> LoggedModelStore.STATUS;
      case "source_run_id" -> LoggedModelStore.SOURCE_RUN;
      case "creation_timestamp", "creation_time" -> LoggedModelStore.CREATED;
      case "last_updated_timestamp", "last_updated_time" -> LoggedModelStore.UPDATED;
      default ->
          throw new Problem.Invalid("order_by", "Invalid order by field name: %s".formatted(key));
    };
  }
}
