package dev.lazuli.tracing;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.store.Transaction;
import dev.lazuli.tracking.WordTable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The rows of traces, their spans and what was said of them.
final class TraceStore {
  static final Table<Record> TRACES = DSL.table("traces");
  static final Field<Long> KEY = DSL.field("traces.id", Long.class);
  static final Field<Long> OWNER = DSL.field("traces.owner_id", Long.class);
  static final Field<Long> EXPERIMENT = DSL.field("traces.experiment_key", Long.class);
  static final Field<String> ID = DSL.field("traces.trace_id", String.class);
  static final Field<String> CLIENT_ID = DSL.field("traces.client_request_id", String.class);
  static final Field<String> STATE = DSL.field("traces.state", String.class);
  static final Field<Long> REQUEST = DSL.field("traces.request_ms", Long.class);
  static final Field<Long> DURATION = DSL.field("traces.duration_ms", Long.class);
  private static final Field<String> ASKED = DSL.field("traces.request_preview", String.class);
  private static final Field<String> ANSWERED = DSL.field("traces.response_preview", String.class);
  private static final Field<Long> NUMBER = DSL.field("experiments.number", Long.class);
  private static final List<String> TABLES =
      List.of("trace_tags", "trace_metadata", "trace_spans", "trace_assessments", "trace_runs");

  final WordTable tags = new WordTable("trace_tags", "trace_key");
  final WordTable metadata = new WordTable("trace_metadata", "trace_key");

  /// Runs one statement; returns how many rows it changed.
  static int run(Transaction transaction, String statement, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement prepared = transaction.connection().prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        prepared.setObject(i + 1, values[i]);
      }
      return prepared.executeUpdate();
    }
  }

  /// Adds a trace that is only begun, unless there is one of that id; returns its number.
  ///
  /// @throws Problem.Invalid when the trace of that id belongs to another experiment
  long obtain(Transaction transaction, long owner, long experiment, String id) throws SQLException {
    run(
        transaction,
        "INSERT INTO traces (owner_id, experiment_key, trace_id, client_request_id, state, told,"
            + " request_ms, request_preview, response_preview) VALUES (?, ?, ?, '', 'IN_PROGRESS',"
            + " 0, 0, '', '') ON CONFLICT DO NOTHING",
        owner,
        experiment,
        id);
    var row =
        transaction
            .sql()
            .select(KEY, EXPERIMENT)
            .from(TRACES)
            .where(OWNER.eq(owner).and(ID.eq(id)))
            .fetchSingle();
    if (row.value2() != experiment) {
      throw new Problem.Invalid(
          "trace_id", "The trace %s belongs to another experiment.".formatted(id));
    }
    return row.value1();
  }

  List<Trace> find(
      Transaction transaction, Condition which, List<SortField<?>> order, long offset, int max)
      throws SQLException {
    List<Trace> bare =
        transaction
            .sql()
            .select(KEY, ID, NUMBER, CLIENT_ID, STATE, REQUEST, DURATION, ASKED, ANSWERED)
            .from(TRACES)
            .join(DSL.table("experiments"))
            .on(DSL.field("experiments.id", Long.class).eq(EXPERIMENT))
            .where(which)
            .orderBy(order)
            .limit(max)
            .offset(offset)
            .fetch(TraceStore::trace);
    List<Long> keys = bare.stream().map(Trace::key).toList();
    var words = tags.of(transaction, keys);
    var known = metadata.of(transaction, keys);
    var said = assessments(transaction, keys);
    return bare.stream()
        .map(one ->
            one.with(
                words.getOrDefault(one.key(), List.of()),
                known.getOrDefault(one.key(), List.of()),
                said.getOrDefault(one.key(), List.of())))
        .toList();
  }

  /// @throws Problem.NotFound when there is none
  Trace require(Transaction transaction, long owner, String id) throws SQLException {
    return find(transaction, OWNER.eq(owner).and(ID.eq(id)), List.of(), 0, 1).stream()
        .findFirst()
        .orElseThrow(() -> new Problem.NotFound("Trace with ID '%s' not found.".formatted(id)));
  }

  void addSpans(Transaction transaction, long trace, List<Span> spans) throws SQLException {
    String insert =
        """
        INSERT INTO trace_spans (trace_key, span_id, parent_id, name, span_type, status, start_ns,
          end_ns, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (trace_key, span_id) DO UPDATE SET parent_id = excluded.parent_id,
          name = excluded.name, span_type = excluded.span_type, status = excluded.status,
          start_ns = excluded.start_ns, end_ns = excluded.end_ns, content = excluded.content\
        """;
    for (Span span : spans) {
      run(
          transaction,
          insert,
          trace,
          span.id(),
          span.parentId(),
          span.name(),
          span.type(),
          span.status(),
          span.startNs(),
          span.endNs(),
          span.content());
    }
  }

  /// The content of the spans of some traces, by their start.
  Map<Long, List<String>> spans(Transaction transaction, Collection<Long> traces) {
    Map<Long, List<String>> found = new HashMap<>();
    Field<Long> trace = DSL.field("trace_key", Long.class);
    Field<String> content = DSL.field("content", String.class);
    transaction
        .sql()
        .select(trace, content)
        .from(DSL.table("trace_spans"))
        .where(trace.in(traces))
        .orderBy(trace, DSL.field("start_ns"), DSL.field("span_id"))
        .forEach(
            row -> found.computeIfAbsent(row.value1(), _ -> new ArrayList<>()).add(row.value2()));
    return found;
  }

  void put(Transaction transaction, long trace, Assessment one) throws SQLException {
    run(
        transaction,
        """
        INSERT INTO trace_assessments (trace_key, assessment_id, kind, name, value, overrides,
          valid, created_ms, updated_ms, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (trace_key, assessment_id) DO UPDATE SET name = excluded.name,
          value = excluded.value, overrides = excluded.overrides, valid = excluded.valid,
          updated_ms = excluded.updated_ms, content = excluded.content\
        """,
        trace,
        one.id(),
        one.kind(),
        one.name(),
        one.value(),
        one.overrides(),
        one.valid() ? 1 : 0,
        one.createdMs(),
        one.updatedMs(),
        Json.text(one.content()));
  }

  Optional<Assessment> assessment(Transaction transaction, long trace, String id) {
    return assessments(transaction, List.of(trace)).getOrDefault(trace, List.of()).stream()
        .filter(one -> one.id().equals(id))
        .findFirst();
  }

  private static Map<Long, List<Assessment>> assessments(
      Transaction transaction, Collection<Long> traces) {
    Map<Long, List<Assessment>> found = new HashMap<>();
    if (traces.isEmpty()) {
      return found;
    }
    Field<Long> trace = DSL.field("trace_key", Long.class);
    transaction
        .sql()
        .select()
        .from(DSL.table("trace_assessments"))
        .where(trace.in(traces))
        .orderBy(DSL.field("created_ms"), DSL.field("id"))
        .forEach(row ->
            found
                .computeIfAbsent(row.get("trace_key", Long.class), _ -> new ArrayList<>())
                .add(assessment(row)));
    return found;
  }

  private static Assessment assessment(Record row) {
    return new Assessment(
        row.get("assessment_id", String.class),
        row.get("kind", String.class),
        row.get("name", String.class),
        row.get("value", String.class),
        row.get("overrides", String.class),
        row.get("valid", Integer.class) == 1,
        row.get("created_ms", Long.class),
        row.get("updated_ms", Long.class),
        (ObjectNode) Json.parse(row.get("content", String.class)));
  }

  /// Removes traces with all that belongs to them.
  void delete(Transaction transaction, List<Long> traces) throws SQLException {
    for (Long trace : traces) {
      for (String table : TABLES) {
        run(transaction, "DELETE FROM " + table + " WHERE trace_key = ?", trace);
      }
      run(transaction, "DELETE FROM traces WHERE id = ?", trace);
    }
  }

  private static Trace trace(Record row) {
    return new Trace(
        row.get(KEY),
        row.get(ID),
        String.valueOf(row.get(NUMBER)),
        row.get(CLIENT_ID),
        row.get(STATE),
        row.get(REQUEST),
        row.get(DURATION),
        row.get(ASKED),
        row.get(ANSWERED),
        List.of(),
        List.of(),
        List.of());
  }
}
