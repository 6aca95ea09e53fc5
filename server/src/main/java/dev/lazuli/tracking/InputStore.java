package dev.lazuli.tracking;

import dev.lazuli.base.Json;
import dev.lazuli.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;

/// The rows that tie runs to the datasets and logged models that they read or made.
final class InputStore {
  /// Adds what a run has read; a dataset or model that it has already stays as it is.
  void addDatasets(Transaction transaction, Run run, List<DatasetInput> inputs)
      throws SQLException {
    for (DatasetInput input : inputs) {
      long dataset = dataset(transaction, run.experimentKey(), input);
      try (PreparedStatement insert =
          transaction
              .connection()
              .prepareStatement(
                  "INSERT INTO run_inputs (run_key, dataset_key, context, tags_json) VALUES (?, ?,"
                      + " ?, ?) ON CONFLICT DO NOTHING")) {
        insert.setLong(1, run.key());
        insert.setLong(2, dataset);
        insert.setString(
            3,
            input.tags().stream()
                .filter(tag -> tag.key().equals(DatasetInput.CONTEXT))
                .map(Tag::value)
                .findFirst()
                .orElse(null));
        insert.setString(4, json(input.tags()));
        insert.executeUpdate();
      }
    }
  }

  private static long dataset(Transaction transaction, long experiment, DatasetInput input)
      throws SQLException {
    try (PreparedStatement insert =
            transaction
                .connection()
                .prepareStatement(
                    "INSERT INTO run_datasets (experiment_key, name, digest, source_type, source,"
                        + " schema_json, profile_json) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO"
                        + " NOTHING");
        PreparedStatement select =
            transaction
                .connection()
                .prepareStatement(
                    "SELECT id FROM run_datasets WHERE experiment_key = ? AND name = ? AND digest ="
                        + " ?")) {
      insert.setLong(1, experiment);
      insert.setString(2, input.name());
      insert.setString(3, input.digest());
      insert.setString(4, input.sourceType());
      insert.setString(5, input.source());
      insert.setString(6, input.schema());
      insert.setString(7, input.profile());
      insert.executeUpdate();
      select.setLong(1, experiment);
      select.setString(2, input.name());
      select.setString(3, input.digest());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /// The datasets that runs of some experiments have read, by experiment, name, digest and use.
  List<DatasetSummary> summaries(Transaction transaction, Collection<Long> experiments, int max)
      throws SQLException {
    List<DatasetSummary> found = new ArrayList<>();
    if (experiments.isEmpty()) {
      return found;
    }
    String select =
        """
        SELECT DISTINCT e.number, d.name, d.digest, COALESCE(i.context, '')
        FROM run_datasets d JOIN experiments e ON e.id = d.experiment_key
        JOIN run_inputs i ON i.dataset_key = d.id
        WHERE d.experiment_key IN (%s) ORDER BY 1, 2, 3, 4 LIMIT %d\
        """
            .formatted(WordTable.numbers(experiments), max);
    try (Statement statement = transaction.connection().createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      while (rows.next()) {
        found.add(
            new DatasetSummary(
                rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
      }
    }
    return found;
  }

  void addModels(Transaction transaction, Run run, String direction, List<RunData.ModelLink> models)
      throws SQLException {
    try (PreparedStatement insert =
        transaction
            .connection()
            .prepareStatement(
                "INSERT INTO run_models (run_key, direction, model_id, step) VALUES (?, ?, ?, ?) ON"
                    + " CONFLICT DO NOTHING")) {
      for (RunData.ModelLink model : models) {
        insert.setLong(1, run.key());
        insert.setString(2, direction);
        insert.setString(3, model.modelId());
        insert.setLong(4, model.step());
        insert.executeUpdate();
      }
    }
  }

  Map<Long, List<DatasetInput>> datasets(Transaction transaction, Collection<Long> runs)
      throws SQLException {
    Map<Long, List<DatasetInput>> found = new HashMap<>();
    if (runs.isEmpty()) {
      return found;
    }
    String select =
        """
        SELECT i.run_key, d.name, d.digest, d.source_type, d.source, d.schema_json, d.profile_json,
          i.tags_json
        FROM run_inputs i JOIN run_datasets d ON d.id = i.dataset_key
        WHERE i.run_key IN (%s) ORDER BY i.run_key, d.id\
        """
            .formatted(WordTable.numbers(runs));
    try (Statement statement = transaction.connection().createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      while (rows.next()) {
        found
            .computeIfAbsent(rows.getLong(1), _ -> new ArrayList<>())
            .add(
                new DatasetInput(
                    rows.getString(2),
                    rows.getString(3),
                    rows.getString(4),
                    rows.getString(5),
                    rows.getString(6),
                    rows.getString(7),
                    tags(rows.getString(8))));
      }
    }
    return found;
  }

  Map<Long, List<RunData.ModelLink>> models(
      Transaction transaction, Collection<Long> runs, String direction) throws SQLException {
    Map<Long, List<RunData.ModelLink>> found = new HashMap<>();
    if (runs.isEmpty()) {
      return found;
    }
    String select =
        "SELECT run_key, model_id, step FROM run_models WHERE direction = '%s' AND run_key IN (%s) ORDER BY run_key, model_id, step"
            .formatted(direction, WordTable.numbers(runs));
    try (Statement statement = transaction.connection().createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      while (rows.next()) {
        found
            .computeIfAbsent(rows.getLong(1), _ -> new ArrayList<>())
            .add(new RunData.ModelLink(rows.getString(2), rows.getLong(3)));
      }
    }
    return found;
  }

  private static String json(List<Tag> tags) {
    ArrayNode array = Json.array();
    tags.forEach(tag -> array.addObject().put("key", tag.key()).put("value", tag.value()));
    return Json.text(array);
  }

  private static List<Tag> tags(String json) {
    return Json.parse(json)
        .valueStream()
        .map(node -> new Tag(node.path("key").asString(), node.path("value").asString()))
        .toList();
  }
}
