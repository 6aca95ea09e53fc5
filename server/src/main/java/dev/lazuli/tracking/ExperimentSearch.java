package dev.lazuli.tracking;

import dev.lazuli.base.Problem;
import dev.lazuli.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.SortField;
import org.jooq.impl.DSL;

/// What can be asked of experiments, as SQL.
final class ExperimentSearch {
  private static final List<String> KEYS =
      List.of("name", "creation_time", "last_update_time", "experiment_id");

  private ExperimentSearch() {}

  static Condition filter(Transaction transaction, String text) {
    SQLDialect dialect = transaction.sql().dialect();
    Condition all = DSL.noCondition();
    for (Filter.Comparison comparison : FilterParser.parse(text).comparisons()) {
      all = all.and(condition(dialect, comparison));
    }
    return all;
  }

  private static Condition condition(SQLDialect dialect, Filter.Comparison comparison) {
    Filter.Key key = comparison.key();
    if (key.entity().equals("tag")) {
      return FilterSql.word(
          dialect, ExperimentStore.KEY, "experiment_tags", "experiment_key", comparison);
    }
    if (!key.entity().equals("attribute")) {
      throw new Problem.Invalid(
          "filter",
          "Invalid entity type '%s'. Valid values are ['tag', 'attribute']"
              .formatted(key.entity()));
    }
    return switch (key.name()) {
      case "name" ->
          FilterSql.text(dialect, ExperimentStore.NAME, comparison.withoutList("experiment_id"));
      case "creation_time" ->
          FilterSql.number(ExperimentStore.CREATED.coerce(Double.class), comparison);
      case "last_update_time" ->
          FilterSql.number(ExperimentStore.UPDATED.coerce(Double.class), comparison);
      case "experiment_id" ->
          FilterSql.text(dialect, DSL.field("CAST(number AS TEXT)", String.class), comparison);
      default -> throw FilterSql.badKey(key.name(), KEYS);
    };
  }

  static List<SortField<?>> order(List<String> orderBy) {
    List<SortField<?>> order = new ArrayList<>();
    for (FilterParser.Order parsed : FilterParser.orders(orderBy)) {
      Field<?> field =
          switch (parsed.key().entity().equals("attribute") ? parsed.key().name() : "") {
            case "name" -> ExperimentStore.NAME;
            case "creation_time" -> ExperimentStore.CREATED;
            case "last_update_time" -> ExperimentStore.UPDATED;
            case "experiment_id" -> ExperimentStore.NUMBER;
            default -> throw FilterSql.badOrder(parsed.key().name(), KEYS);
          };
      order.add(parsed.ascending() ? field.asc() : field.desc());
    }
    if (orderBy.isEmpty()) {
      order.add(ExperimentStore.CREATED.desc());
    }
    order.add(ExperimentStore.NUMBER.desc());
    return order;
  }
}
