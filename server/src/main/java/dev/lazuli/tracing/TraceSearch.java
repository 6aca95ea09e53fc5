package dev.lazuli.tracing;

import dev.lazuli.base.Problem;
import dev.lazuli.tracking.Filter;
import dev.lazuli.tracking.FilterParser;
import dev.lazuli.tracking.FilterSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SortField;
import org.jooq.impl.DSL;

/// What can be asked of traces, as SQL.
final class TraceSearch {
  private static final List<String> KEYS =
      List.of(
          "name",
          "status",
          "timestamp_ms",
          "execution_time_ms",
          "end_time_ms",
          "request_id",
          "client_request_id",
          "run_id",
          "text");

  /// The words before the dot, and what each means.
  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("attribute", "attribute"),
          Map.entry("attributes", "attribute"),
          Map.entry("trace", "attribute"),
          Map.entry("tag", "tag"),
          Map.entry("tags", "tag"),
          Map.entry("metadata", "metadata"),
          Map.entry("request_metadata", "metadata"),
          Map.entry("trace_metadata", "metadata"),
          Map.entry("span", "span"),
          Map.entry("feedback", "feedback"),
          Map.entry("expectation", "expectation"));

  private TraceSearch() {}

  static Condition filter(SQLDialect dialect, String text) {
    Condition all = DSL.noCondition();
    for (Filter.Comparison comparison : FilterParser.parse(text, ENTITIES).comparisons()) {
      all = all.and(condition(dialect, comparison));
    }
    return all;
  }

  private static Condition condition(SQLDialect dialect, Filter.Comparison comparison) {
    return switch (comparison.key().entity()) {
      case "tag" -> FilterSql.word(dialect, TraceStore.KEY, "trace_tags", "trace_key", comparison);
      case "metadata" ->
          FilterSql.word(dialect, TraceStore.KEY, "trace_metadata", "trace_key", comparison);
      case "span" -> span(dialect, comparison);
      case "feedback", "expectation" -> said(dialect, comparison);
      default -> attribute(dialect, comparison);
    };
  }

  private static Condition attribute(SQLDialect dialect, Filter.Comparison comparison) {
    String key = comparison.key().name();
    return switch (key) {
      case "name" ->
          FilterSql.word(
              dialect,
              TraceStore.KEY,
              "trace_tags",
              "trace_key",
              comparison.named("tag", Trace.NAME_TAG));
      case "status", "state" -> FilterSql.text(dialect, TraceStore.STATE, comparison);
      case "request_id", "trace_id" -> FilterSql.text(dialect, TraceStore.ID, comparison);
      case "client_request_id" -> FilterSql.text(dialect, TraceStore.CLIENT_ID, comparison);
      case "timestamp_ms", "timestamp" ->
          FilterSql.number(TraceStore.REQUEST.coerce(Double.class), comparison);
      case "execution_time_ms", "execution_time" ->
          FilterSql.number(TraceStore.DURATION.coerce(Double.class), comparison);
      case "end_time_ms", "end_time" ->
          FilterSql.number(
              TraceStore.REQUEST.plus(TraceStore.DURATION).coerce(Double.class), comparison);
      case "run_id" -> ofRun(dialect, comparison);
      case "text" ->
          TraceStore.KEY.in(
              spans(FilterSql.text(dialect, DSL.field("content", String.class), comparison)));
      default -> throw FilterSql.badKey(key, KEYS);
    };
  }

  private static Condition ofRun(SQLDialect dialect, Filter.Comparison comparison) {
    Condition linked =
        TraceStore.KEY.in(
            DSL.select(DSL.field("trace_key", Long.class))
                .from(DSL.table("trace_runs"))
                .where(FilterSql.text(dialect, DSL.field("run_id", String.class), comparison)));
    Condition made =
        TraceStore.KEY.in(
            DSL.select(DSL.field("trace_key", Long.class))
                .from(DSL.table("trace_metadata"))
                .where(
                    DSL.field("name", String.class)
                        .eq("mlflow.sourceRun")
                        .and(
                            FilterSql.text(
                                dialect, DSL.field("value", String.class), comparison))));
    return linked.or(made);
  }

  private static Condition span(SQLDialect dialect, Filter.Comparison comparison) {
    String key = comparison.key().name();
    Condition which =
        switch (key) {
          case "name" -> FilterSql.text(dialect, DSL.field("name", String.class), comparison);
          case "type" -> FilterSql.text(dialect, DSL.field("span_type", String.class), comparison);
          case "status" -> FilterSql.text(dialect, DSL.field("status", String.class), comparison);
          case "content" -> FilterSql.text(dialect, DSL.field("content", String.class), comparison);
          default ->
              throw FilterSql.badKey("span." + key, List.of("name", "type", "status", "content"));
        };
    return TraceStore.KEY.in(spans(which));
  }

  private static Select<Record1<Long>> spans(Condition which) {
    return DSL.select(DSL.field("trace_key", Long.class))
        .from(DSL.table("trace_spans"))
        .where(which);
  }

  private static Condition said(SQLDialect dialect, Filter.Comparison comparison) {
    Condition named =
        DSL.field("kind", String.class)
            .eq(comparison.key().entity())
            .and(DSL.field("name", String.class).eq(comparison.key().name()))
            .and(DSL.field("valid", Integer.class).eq(1));
    Field<String> value = DSL.field("value", String.class);
    return switch (comparison.comparator()) {
      case IS_NULL -> TraceStore.KEY.notIn(assessments(named));
      case IS_NOT_NULL -> TraceStore.KEY.in(assessments(named));
      case EQUAL, NOT_EQUAL, LIKE, ILIKE ->
          TraceStore.KEY.in(
              assessments(named.and(FilterSql.text(dialect, value, comparison.asText()))));
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, IN, NOT_IN ->
          throw comparison.badComparator("=, !=, LIKE, ILIKE, IS NULL, IS NOT NULL");
    };
  }

  private static Select<Record1<Long>> assessments(Condition which) {
    return DSL.select(DSL.field("trace_key", Long.class))
        .from(DSL.table("trace_assessments"))
        .where(which);
  }

  static List<SortField<?>> order(List<String> orderBy) {
    List<SortField<?>> order = new ArrayList<>();
    for (FilterParser.Order parsed : FilterParser.orders(orderBy)) {
      Field<?> field =
          switch (parsed.key().entity().equals("attribute") ? parsed.key().name() : "") {
            case "timestamp_ms", "timestamp" -> TraceStore.REQUEST;
            case "execution_time_ms", "execution_time" -> TraceStore.DURATION;
            case "status", "state" -> TraceStore.STATE;
            case "request_id", "trace_id" -> TraceStore.ID;
            case "client_request_id" -> TraceStore.CLIENT_ID;
            default ->
                throw new Problem.Invalid(
                    "order_by",
                    "Invalid order_by key '%s' specified. Valid keys are 'timestamp_ms', 'execution_time_ms', 'status', 'request_id'"
                        .formatted(parsed.key().name()));
          };
      order.add(parsed.ascending() ? field.asc() : field.desc());
    }
    if (orderBy.isEmpty()) {
      order.add(TraceStore.REQUEST.desc());
    }
    order.add(TraceStore.KEY.desc());
    return order;
  }
}
