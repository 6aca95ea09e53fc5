package dev.lazuli.tracing;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import dev.lazuli.tracking.Experiment;
import dev.lazuli.tracking.Experiments;
import dev.lazuli.tracking.Names;
import dev.lazuli.tracking.Page;
import dev.lazuli.tracking.Tag;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.SQLDialect;

/// Traces: what clients tell of them, spans that come before or after, and what is said of them.
public final class Traces {
  private static final int WORDS_MAX = 1_000;
  private static final int PREVIEW_MAX = 1_000;
  private static final int METADATA_MAX = 8_000;

  private final Database database;
  private final Experiments experiments;
  private final Clock clock;
  private final Ids ids;
  private final TraceStore store = new TraceStore();

  public Traces(Database database, Experiments experiments, Clock clock, Ids ids) {
    this.database = database;
    this.experiments = experiments;
    this.clock = clock;
    this.ids = ids;
  }

  /// A trace with the content of its spans.
  public record Whole(Trace trace, List<String> spans) {}

  /// Keeps what a client tells of a trace; of spans that have come before nothing is lost.
  ///
  /// @throws Problem.NotFound when there is no such experiment
  /// @throws Problem.Invalid when the experiment is deleted, or there is too much of something
  public Trace start(Workspace workspace, TraceDraft draft) {
    checkCount("tags", draft.tags().size());
    checkCount("trace_metadata", draft.metadata().size());
    checkCount("assessments", draft.assessments().size());
    return database.write(transaction -> {
      Experiment experiment =
          experiments.requireActive(transaction, workspace, draft.experimentId());
      long key = store.obtain(transaction, workspace.id(), experiment.key(), draft.id());
      TraceStore.run(
          transaction,
          "UPDATE traces SET client_request_id = ?, state = ?, told = 1, request_ms = ?,"
              + " duration_ms = ?, request_preview = ?, response_preview = ? WHERE id = ?",
          draft.clientRequestId(),
          draft.state(),
          draft.requestMs() == 0 ? clock.millis() : draft.requestMs(),
          draft.durationMs() < 0 ? null : draft.durationMs(),
          shortened(draft.requestPreview(), PREVIEW_MAX),
          shortened(draft.responsePreview(), PREVIEW_MAX),
          key);
      List<Tag> tags = new ArrayList<>(draft.tags().stream().map(Traces::checked).toList());
      tags.add(new Tag("mlflow.artifactLocation", experiment.placeOfTrace(draft.id())));
      store.tags.set(transaction, key, tags);
      store.metadata.set(transaction, key, cut(draft.metadata()));
      for (Assessment one : draft.assessments()) {
        add(transaction, key, one);
      }
      event(transaction, workspace, "trace.recorded", draft.id());
      return store.require(transaction, workspace.id(), draft.id());
    });
  }

  private static void event(
      Transaction transaction, Workspace workspace, String kind, String traceId) {
    Events.append(transaction, workspace.id(), kind, "traces/" + traceId, Map.of());
  }

  private static List<Tag> cut(List<Tag> words) {
    return words.stream()
        .map(word -> new Tag(word.key(), shortened(word.value(), METADATA_MAX)))
        .toList();
  }

  private static String shortened(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 3) + "...";
  }

  private static void checkCount(String what, int count) {
    if (count > WORDS_MAX) {
      throw new Problem.Invalid(
          what, "A trace has at most %d %s, not %d.".formatted(WORDS_MAX, what, count));
    }
  }

  private static Tag checked(Tag tag) {
    return Names.freeTag(tag.key(), tag.value());
  }

  /// Keeps spans; a trace that no client has told of yet begins with them.
  ///
  /// @param spans of each trace, by its id
  /// @param runId the run that the traces belong to; empty for none
  /// @throws Problem.NotFound when there is no such experiment
  public void addSpans(
      Workspace workspace, String experimentId, Map<String, List<Span>> spans, String runId) {
    database.change(transaction -> {
      Experiment experiment = experiments.requireActive(transaction, workspace, experimentId);
      for (Map.Entry<String, List<Span>> entry : spans.entrySet()) {
        long key = store.obtain(transaction, workspace.id(), experiment.key(), entry.getKey());
        store.addSpans(transaction, key, entry.getValue());
        widen(transaction, key, entry.getValue());
        store.tags.set(transaction, key, List.of(new Tag(Trace.SPANS_TAG, "TRACKING_STORE")));
        if (!runId.isEmpty()) {
          link(transaction, key, runId);
        }
      }
    });
  }

  /// Lets the spans tell when a trace was, how it ended and what it is called, until a client does.
  private void widen(Transaction transaction, long key, List<Span> spans) throws SQLException {
    long first = spans.stream().mapToLong(Span::startNs).min().orElse(0) / 1_000_000;
    long last = spans.stream().mapToLong(Span::endNs).max().orElse(0) / 1_000_000;
    TraceStore.run(
        transaction,
        """
        UPDATE traces SET
          duration_ms = CASE WHEN request_ms = 0 THEN ?
            ELSE GREATEST(request_ms + COALESCE(duration_ms, 0), ?) - LEAST(request_ms, ?) END,
          request_ms = CASE WHEN request_ms = 0 THEN ? ELSE LEAST(request_ms, ?) END
        WHERE id = ? AND told = 0\
        """
            .replace("GREATEST", greatest(transaction, "MAX", "GREATEST"))
            .replace("LEAST", greatest(transaction, "MIN", "LEAST")),
        last - first,
        last,
        first,
        first,
        first,
        key);
    Optional<Span> root = spans.stream().filter(Span::isRoot).findFirst();
    if (root.isPresent()) {
      int changed =
          TraceStore.run(
              transaction,
              "UPDATE traces SET state = ? WHERE id = ? AND told = 0",
              root.get().status().equals("ERROR") ? "ERROR" : "OK",
              key);
      if (changed > 0) {
        store.tags.set(transaction, key, List.of(new Tag(Trace.NAME_TAG, root.get().name())));
      }
    }
  }

  private static String greatest(Transaction transaction, String lite, String postgres) {
    return transaction.sql().dialect() == SQLDialect.SQLITE ? lite : postgres;
  }

  /// A trace.
  ///
  /// @throws Problem.NotFound when there is none
  public Trace require(Workspace workspace, String id) {
    return database.read(transaction -> store.require(transaction, workspace.id(), id));
  }

  /// The traces with these ids that there are, with their spans.
  public List<Whole> whole(Workspace workspace, List<String> traceIds) {
    return database.read(transaction -> {
      List<Trace> found = byId(transaction, workspace, traceIds);
      Map<Long, List<String>> spans =
          store.spans(transaction, found.stream().map(Trace::key).toList());
      return found.stream()
          .map(one -> new Whole(one, spans.getOrDefault(one.key(), List.of())))
          .toList();
    });
  }

  /// The traces with these ids that there are.
  public List<Trace> find(Workspace workspace, List<String> traceIds) {
    return database.read(transaction -> byId(transaction, workspace, traceIds));
  }

  /// The traces with these ids, in that order.
  private List<Trace> byId(Transaction transaction, Workspace workspace, List<String> traceIds)
      throws SQLException {
    Condition which = TraceStore.OWNER.eq(workspace.id()).and(TraceStore.ID.in(traceIds));
    return store.find(transaction, which, List.of(), 0, WORDS_MAX).stream()
        .sorted(Comparator.comparingInt(trace -> traceIds.indexOf(trace.id())))
        .toList();
  }

  /// A page of traces.
  ///
  /// @throws Problem.Invalid when the filter or an order cannot be read
  public Page<Trace> search(
      Workspace workspace,
      List<String> experimentIds,
      String filter,
      List<String> orderBy,
      long offset,
      int max) {
    return database.read(transaction -> {
      List<Long> keys = experiments.keys(transaction, workspace, experimentIds);
      Condition which =
          TraceStore.OWNER
              .eq(workspace.id())
              .and(TraceStore.EXPERIMENT.in(keys))
              .and(TraceSearch.filter(transaction.sql().dialect(), filter));
      return Page.of(
          store.find(transaction, which, TraceSearch.order(orderBy), offset, max + 1), offset, max);
    });
  }

  /// Removes traces of an experiment, the oldest first; returns how many.
  ///
  /// @param untilMs traces up to that time; negative for those in `traceIds`
  public int delete(
      Workspace workspace, String experimentId, long untilMs, int max, List<String> traceIds) {
    return database.write(transaction -> {
      List<Long> experiment = experiments.keys(transaction, workspace, List.of(experimentId));
      Condition which = TraceStore.EXPERIMENT.in(experiment);
      which =
          untilMs < 0
              ? which.and(TraceStore.ID.in(traceIds))
              : which.and(TraceStore.REQUEST.le(untilMs));
      List<Long> keys =
          transaction
              .sql()
              .select(TraceStore.KEY)
              .from(TraceStore.TRACES)
              .where(which)
              .orderBy(TraceStore.REQUEST.asc(), TraceStore.KEY.asc())
              .limit(max)
              .fetch(TraceStore.KEY);
      store.delete(transaction, keys);
      if (!keys.isEmpty()) {
        Events.append(
            transaction,
            workspace.id(),
            "traces.deleted",
            "experiments/" + experimentId,
            Map.of("count", keys.size()));
      }
      return keys.size();
    });
  }

  /// Sets a tag.
  ///
  /// @throws Problem.NotFound when there is no such trace
  public void setTag(Workspace workspace, String id, Tag tag) {
    Tag word = checked(tag);
    database.change(transaction -> {
      Trace trace = store.require(transaction, workspace.id(), id);
      store.tags.set(transaction, trace.key(), List.of(word));
      event(transaction, workspace, "trace.tagged", id);
    });
  }

  /// Removes a tag.
  ///
  /// @throws Problem.NotFound when there is no such trace or tag
  public void deleteTag(Workspace workspace, String id, String key) {
    database.change(transaction -> {
      Trace trace = store.require(transaction, workspace.id(), id);
      if (!store.tags.delete(transaction, trace.key(), key)) {
        throw new Problem.NotFound(
            "No trace tag with key '%s' for trace with ID '%s'".formatted(key, id));
      }
      event(transaction, workspace, "trace.tagged", id);
    });
  }

  /// Tells which run traces belong to; one that is not there is left out.
  public void linkToRun(Workspace workspace, List<String> traceIds, String runId) {
    database.change(transaction -> {
      for (Trace trace : byId(transaction, workspace, traceIds)) {
        link(transaction, trace.key(), runId);
      }
    });
  }

  private static void link(Transaction transaction, long trace, String runId) throws SQLException {
    TraceStore.run(
        transaction,
        "INSERT INTO trace_runs (trace_key, run_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        trace,
        runId);
  }

  /// Keeps an assessment; one that stands in place of another makes that one invalid.
  ///
  /// @throws Problem.NotFound when there is no such trace, or none that it stands in place of
  public Assessment assess(Workspace workspace, String traceId, Assessment said) {
    return database.write(transaction -> {
      Trace trace = store.require(transaction, workspace.id(), traceId);
      event(transaction, workspace, "trace.assessed", traceId);
      return add(transaction, trace.key(), said);
    });
  }

  private Assessment add(Transaction transaction, long trace, Assessment said) throws SQLException {
    String id = said.id().isEmpty() ? "a-" + ids.hex() : said.id();
    Assessment made =
        new Assessment(
            id,
            said.kind(),
            said.name(),
            said.value(),
            said.overrides(),
            said.valid(),
            said.createdMs() == 0 ? clock.millis() : said.createdMs(),
            said.updatedMs() == 0 ? clock.millis() : said.updatedMs(),
            said.content());
    if (!said.overrides().isEmpty()) {
      setValid(transaction, trace, required(transaction, trace, said.overrides()), false);
    }
    store.put(transaction, trace, made);
    return made;
  }

  private void setValid(Transaction transaction, long trace, Assessment one, boolean valid)
      throws SQLException {
    TraceStore.run(
        transaction,
        "UPDATE trace_assessments SET valid = ? WHERE trace_key = ? AND assessment_id = ?",
        valid ? 1 : 0,
        trace,
        one.id());
  }

  private Assessment required(Transaction transaction, long trace, String id) {
    return store
        .assessment(transaction, trace, id)
        .orElseThrow(() ->
            new Problem.NotFound("Assessment with ID '%s' not found for trace".formatted(id)));
  }

  /// An assessment.
  ///
  /// @throws Problem.NotFound when there is none
  public Assessment assessment(Workspace workspace, String traceId, String id) {
    return database.read(transaction ->
        required(transaction, store.require(transaction, workspace.id(), traceId).key(), id));
  }

  /// Changes an assessment.
  ///
  /// @throws Problem.NotFound when there is none
  public Assessment reassess(
      Workspace workspace, String traceId, String id, UnaryOperator<Assessment> change) {
    return database.write(transaction -> {
      long trace = store.require(transaction, workspace.id(), traceId).key();
      Assessment changed = change.apply(required(transaction, trace, id));
      store.put(transaction, trace, changed);
      event(transaction, workspace, "trace.assessed", traceId);
      return required(transaction, trace, id);
    });
  }

  /// Removes an assessment; the one in whose place it stood is valid again. One that is not there
  /// is left so.
  ///
  /// @throws Problem.NotFound when there is no such trace
  public void unassess(Workspace workspace, String traceId, String id) {
    database.change(transaction -> {
      long trace = store.require(transaction, workspace.id(), traceId).key();
      Optional<Assessment> gone = store.assessment(transaction, trace, id);
      TraceStore.run(
          transaction,
          "DELETE FROM trace_assessments WHERE trace_key = ? AND assessment_id = ?",
          trace,
          id);
      event(transaction, workspace, "trace.assessed", traceId);
      Optional<Assessment> before =
          gone.flatMap(one -> store.assessment(transaction, trace, one.overrides()));
      if (before.isPresent()) {
        setValid(transaction, trace, before.get(), true);
      }
    });
  }
}
