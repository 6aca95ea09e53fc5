package dev.lazuli.tracking;

import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// The rows of logged models.
final class LoggedModelStore {
  static final Table<Record> MODELS = DSL.table("logged_models");
  static final Field<Long> KEY = DSL.field("logged_models.id", Long.class);
  static final Field<Long> OWNER = DSL.field("logged_models.owner_id", Long.class);
  static final Field<Long> EXPERIMENT = DSL.field("logged_models.experiment_key", Long.class);
  static final Field<String> MODEL_ID = DSL.field("logged_models.model_id", String.class);
  static final Field<String> NAME = DSL.field("logged_models.name", String.class);
  static final Field<String> ARTIFACTS = DSL.field("logged_models.artifact_uri", String.class);
  static final Field<String> STATUS = DSL.field("logged_models.status", String.class);
  static final Field<String> MESSAGE = DSL.field("logged_models.status_message", String.class);
  static final Field<String> TYPE = DSL.field("logged_models.model_type", String.class);
  static final Field<String> SOURCE_RUN = DSL.field("logged_models.source_run_id", String.class);
  static final Field<Integer> DELETED = DSL.field("logged_models.deleted", Integer.class);
  static final Field<Long> CREATED = DSL.field("logged_models.created_ms", Long.class);
  static final Field<Long> UPDATED = DSL.field("logged_models.updated_ms", Long.class);
  private static final Field<Long> NUMBER = DSL.field("experiments.number", Long.class);
  private static final List<Field<?>> COLUMNS =
      List.of(
          KEY,
          MODEL_ID,
          NUMBER,
          NAME,
          ARTIFACTS,
          STATUS,
          MESSAGE,
          TYPE,
          SOURCE_RUN,
          DELETED,
          CREATED,
          UPDATED);

  final WordTable tags = new WordTable("logged_model_tags", "model_key");
  final WordTable params = new WordTable("logged_model_params", "model_key");

  void insert(Transaction transaction, long workspace, long experiment, LoggedModel model)
      throws SQLException {
    String insert =
        """
        INSERT INTO logged_models (owner_id, experiment_key, model_id, name, artifact_uri,
          status, status_message, model_type, source_run_id, deleted, created_ms, updated_ms)
        VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, 0, ?, ?)\
        """;
    try (PreparedStatement statement = transaction.connection().prepareStatement(insert)) {
      statement.setLong(1, workspace);
      statement.setLong(2, experiment);
      statement.setString(3, model.id());
      statement.setString(4, model.name());
      statement.setString(5, model.artifactUri());
      statement.setString(6, model.status().name());
      statement.setString(7, model.modelType());
      statement.setString(8, model.sourceRunId());
      statement.setLong(9, model.createdMs());
      statement.setLong(10, model.updatedMs());
      statement.executeUpdate();
    }
  }

  /// @throws Problem.NotFound when there is none, or it is deleted
  LoggedModel require(Transaction transaction, Workspace workspace, String id) throws SQLException {
    return find(transaction, workspace, id).orElseThrow(() -> notFound(id));
  }

  Optional<LoggedModel> find(Transaction transaction, Workspace workspace, String id)
      throws SQLException {
    return findAny(transaction, workspace, id).filter(model -> !model.deleted());
  }

  /// @throws Problem.NotFound when there is none, deleted or not
  LoggedModel requireAny(Transaction transaction, Workspace workspace, String id)
      throws SQLException {
    return findAny(transaction, workspace, id).orElseThrow(() -> notFound(id));
  }

  private static Problem.NotFound notFound(String id) {
    return new Problem.NotFound("Logged model with ID '%s' not found.".formatted(id));
  }

  private Optional<LoggedModel> findAny(Transaction transaction, Workspace workspace, String id)
      throws SQLException {
    Condition which = OWNER.eq(workspace.id()).and(MODEL_ID.eq(id));
    List<LoggedModel> bare =
        transaction
            .sql()
            .select(COLUMNS)
            .from(MODELS)
            .join(ExperimentStore.EXPERIMENTS)
            .on(ExperimentStore.KEY.eq(EXPERIMENT))
            .where(which)
            .fetch(LoggedModelStore::model);
    return whole(transaction, bare).stream().findFirst();
  }

  /// The models with these numbers, in their order.
  List<LoggedModel> byKey(Transaction transaction, List<Long> keys) throws SQLException {
    if (keys.isEmpty()) {
      return List.of();
    }
    Map<Long, LoggedModel> found = new HashMap<>();
    transaction
        .sql()
        .select(COLUMNS)
        .from(MODELS)
        .join(ExperimentStore.EXPERIMENTS)
        .on(ExperimentStore.KEY.eq(EXPERIMENT))
        .where("logged_models.id IN (" + WordTable.numbers(keys) + ")")
        .fetch(LoggedModelStore::model)
        .forEach(model -> found.put(model.key(), model));
    List<LoggedModel> ordered = new ArrayList<>();
    for (Long key : keys) {
      LoggedModel model = found.get(key);
      if (model != null) {
        ordered.add(model);
      }
    }
    return whole(transaction, ordered);
  }

  private List<LoggedModel> whole(Transaction transaction, List<LoggedModel> bare)
      throws SQLException {
    List<Long> keys = bare.stream().map(LoggedModel::key).toList();
    var words = tags.of(transaction, keys);
    var inputs = params.of(transaction, keys);
    var points = metrics(transaction, keys);
    List<LoggedModel> whole = new ArrayList<>();
    for (LoggedModel model : bare) {
      whole.add(
          model.with(
              words.getOrDefault(model.key(), List.of()),
              inputs.getOrDefault(model.key(), List.of()).stream()
                  .map(tag -> new Param(tag.key(), tag.value()))
                  .toList(),
              points.getOrDefault(model.key(), List.of())));
    }
    return whole;
  }

  void setStatus(Transaction transaction, long key, LoggedModel.Status status, long now)
      throws SQLException {
    try (PreparedStatement update =
        transaction
            .connection()
            .prepareStatement("UPDATE logged_models SET status = ?, updated_ms = ? WHERE id = ?")) {
      update.setString(1, status.name());
      update.setLong(2, now);
      update.setLong(3, key);
      update.executeUpdate();
    }
  }

  void delete(Transaction transaction, long key, long now) throws SQLException {
    try (PreparedStatement update =
        transaction
            .connection()
            .prepareStatement(
                "UPDATE logged_models SET deleted = 1, updated_ms = ? WHERE id = ?")) {
      update.setLong(1, now);
      update.setLong(2, key);
      update.executeUpdate();
    }
  }

  /// Adds the points of a batch that belong to logged models; unknown models are left out.
  void addMetrics(
      Transaction transaction, Workspace workspace, Run run, LogBatch batch, long[] numbers)
      throws SQLException {
    if (batch.modelMetrics().isEmpty()) {
      return;
    }
    String insert =
        """
        INSERT INTO logged_model_metrics (model_key, metric_key, dataset_name, dataset_digest,
          run_id, time_ms, step, value, is_nan)
        SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM logged_models
        WHERE owner_id = ? AND model_id = ? ON CONFLICT DO NOTHING\
        """;
    MetricBatch points = batch.metrics();
    try (PreparedStatement statement = transaction.connection().prepareStatement(insert)) {
      for (LogBatch.ModelMetric of : batch.modelMetrics()) {
        double value = points.value(of.at());
        statement.setLong(1, numbers[of.at()]);
        statement.setString(2, of.datasetName());
        statement.setString(3, of.datasetDigest());
        statement.setString(4, run.id());
        statement.setLong(5, points.time(of.at()));
        statement.setLong(6, points.step(of.at()));
        statement.setDouble(7, MetricStore.stored(value));
        statement.setInt(8, Double.isNaN(value) ? 1 : 0);
        statement.setLong(9, workspace.id());
        statement.setString(10, of.modelId());
        statement.executeUpdate();
      }
    }
  }

  private static Map<Long, List<LoggedModel.ModelMetric>> metrics(
      Transaction transaction, Collection<Long> models) throws SQLException {
    Map<Long, Map<String, LoggedModel.ModelMetric>> latest = new HashMap<>();
    if (models.isEmpty()) {
      return Map.of();
    }
    String select =
        """
        SELECT m.model_key, n.name, m.value, m.is_nan, m.time_ms, m.step, m.dataset_name,
          m.dataset_digest, m.run_id
        FROM logged_model_metrics m JOIN metric_names n ON n.id = m.metric_key
        WHERE m.model_key IN (%s)
        ORDER BY m.model_key, n.name, m.step, m.time_ms, 1 - m.is_nan, m.value\
        """
            .formatted(WordTable.numbers(models));
    try (Statement statement = transaction.connection().createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      while (rows.next()) {
        LoggedModel.ModelMetric point =
            new LoggedModel.ModelMetric(
                new Metric(
                    rows.getString(2),
                    MetricStore.read(rows.getDouble(3), rows.getInt(4)),
                    rows.getLong(5),
                    rows.getLong(6)),
                rows.getString(7),
                rows.getString(8),
                rows.getString(9));
        String which =
            String.join(
                "\n",
                point.metric().key(),
                point.datasetName(),
                point.datasetDigest(),
                point.runId());
        latest.computeIfAbsent(rows.getLong(1), _ -> new LinkedHashMap<>()).put(which, point);
      }
    }
    Map<Long, List<LoggedModel.ModelMetric>> found = new HashMap<>();
    latest.forEach((model, points) -> found.put(model, List.copyOf(points.values())));
    return found;
  }

  private static LoggedModel model(Record row) {
    return new LoggedModel(
        row.get(KEY),
        row.get(MODEL_ID),
        String.valueOf(row.get(NUMBER)),
        row.get(NAME),
        row.get(ARTIFACTS),
        LoggedModel.Status.valueOf(row.get(STATUS)),
        text(row.get(MESSAGE)),
        text(row.get(TYPE)),
        text(row.get(SOURCE_RUN)),
        row.get(DELETED) == 1,
        row.get(CREATED),
        row.get(UPDATED),
        List.of(),
        List.of(),
        List.of());
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
