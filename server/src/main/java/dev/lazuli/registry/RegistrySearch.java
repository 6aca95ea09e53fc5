package dev.lazuli.registry;

import dev.lazuli.base.Problem;
import dev.lazuli.tracking.Filter;
import dev.lazuli.tracking.FilterParser;
import dev.lazuli.tracking.FilterSql;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.SortField;
import org.jooq.impl.DSL;

/// What can be asked of registered models and versions, as SQL.
///
/// Prompts are left out unless the filter asks for them.
final class RegistrySearch {
  private static final List<String> VERSION_KEYS =
      List.of("name", "version_number", "run_id", "source_path");

  private RegistrySearch() {}

  static Condition models(SQLDialect dialect, String text) {
    Filter filter = FilterParser.parse(text);
    Condition all = prompts(filter, RegistryStore.KEY, "registered_model_tags", "model_key");
    for (Filter.Comparison comparison : filter.comparisons()) {
      if (isPromptKey(comparison)) {
        continue;
      }
      Filter.Key key = comparison.key();
      if (key.entity().equals("tag")) {
        all =
            all.and(
                FilterSql.word(
                    dialect, RegistryStore.KEY, "registered_model_tags", "model_key", comparison));
      } else if (key.entity().equals("attribute") && key.name().equals("name")) {
        all = all.and(FilterSql.text(dialect, RegistryStore.NAME, comparison));
      } else {
        throw FilterSql.badKey(key.name(), List.of("name"));
      }
    }
    return all;
  }

  static Condition versions(SQLDialect dialect, String text) {
    Filter filter = FilterParser.parse(text);
    Condition all =
        prompts(filter, RegistryStore.VERSION_MODEL, "registered_model_tags", "model_key");
    for (Filter.Comparison comparison : filter.comparisons()) {
      if (!isPromptKey(comparison)) {
        all = all.and(version(dialect, comparison));
      }
    }
    return all;
  }

  private static Condition version(SQLDialect dialect, Filter.Comparison comparison) {
    Filter.Key key = comparison.key();
    if (key.entity().equals("tag")) {
      return FilterSql.word(
          dialect, RegistryStore.VERSION_KEY, "model_version_tags", "version_key", comparison);
    }
    return switch (key.entity().equals("attribute") ? key.name() : "") {
      case "name" -> FilterSql.text(dialect, RegistryStore.NAME, comparison);
      case "run_id" -> FilterSql.text(dialect, RegistryStore.VERSION_RUN, comparison);
      case "source_path" ->
          FilterSql.text(
              dialect, RegistryStore.VERSION_SOURCE, comparison.withoutList("name", "run_id"));
      case "version_number" ->
          FilterSql.number(RegistryStore.VERSION.coerce(Double.class), comparison.asNumber());
      default -> throw FilterSql.badKey(key.name(), VERSION_KEYS);
    };
  }

  private static boolean isPromptKey(Filter.Comparison comparison) {
    return comparison.key().entity().equals("tag")
        && comparison.key().name().equals(RegisteredModel.PROMPT_TAG);
  }

  /// Whether prompts, or all but prompts, are asked for.
  private static Condition prompts(
      Filter filter, Field<Long> owner, String table, String ownerColumn) {
    boolean wanted =
        filter.comparisons().stream()
            .anyMatch(comparison ->
                isPromptKey(comparison)
                    && comparison.comparator() == Filter.Comparator.EQUAL
                    && comparison.text().equalsIgnoreCase("true"));
    var prompts =
        DSL.select(DSL.field(ownerColumn, Long.class))
            .from(DSL.table(table))
            .where(
                DSL.field("name", String.class)
                    .eq(RegisteredModel.PROMPT_TAG)
                    .and(DSL.lower(DSL.field("value", String.class)).eq("true")));
    return wanted ? owner.in(prompts) : owner.notIn(prompts);
  }

  static List<SortField<?>> modelOrder(List<String> orderBy) {
    List<SortField<?>> order = new ArrayList<>();
    for (FilterParser.Order parsed : FilterParser.orders(orderBy)) {
      Field<?> field =
          switch (attribute(parsed)) {
            case "name" -> RegistryStore.NAME;
            case "timestamp", "last_updated_timestamp" -> RegistryStore.UPDATED;
            case "creation_timestamp" -> RegistryStore.CREATED;
            default ->
                throw new Problem.Invalid(
                    "order_by",
                    "Invalid order by key '%s' specified. Valid keys are '{'name', 'timestamp'}'"
                        .formatted(parsed.key().name()));
          };
      order.add(parsed.ascending() ? field.asc() : field.desc());
    }
    order.add(RegistryStore.NAME.asc());
    return order;
  }

  static List<SortField<?>> versionOrder(List<String> orderBy) {
    List<SortField<?>> order = new ArrayList<>();
    for (FilterParser.Order parsed : FilterParser.orders(orderBy)) {
      Field<?> field =
          switch (attribute(parsed)) {
            case "name" -> RegistryStore.NAME;
            case "version_number" -> RegistryStore.VERSION;
            case "creation_timestamp" -> RegistryStore.VERSION_CREATED;
            case "last_updated_timestamp" -> RegistryStore.VERSION_UPDATED;
            default ->
                throw new Problem.Invalid(
                    "order_by",
                    "Invalid order by key '%s' specified. Valid keys are {'name', 'version_number', 'creation_timestamp', 'last_updated_timestamp'}"
                        .formatted(parsed.key().name()));
          };
      order.add(parsed.ascending() ? field.asc() : field.desc());
    }
    if (orderBy.isEmpty()) {
      order.add(RegistryStore.VERSION_UPDATED.desc());
    }
    order.add(RegistryStore.NAME.asc());
    order.add(RegistryStore.VERSION.desc());
    return order;
  }

  private static String attribute(FilterParser.Order order) {
    return order.key().entity().equals("attribute") ? order.key().name() : "";
  }
}
