package dev.lazuli.tracking;

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
import java.util.TreeMap;

/// The points of metrics: all of them, and the latest of each run; the hot path of logging.
final class MetricStore {
  private static final String INSERT =
      "INSERT INTO metrics (run_key, metric_key, time_ms, step, value, is_nan) VALUES (?, ?, ?, ?,"
          + " ?, ?) ON CONFLICT DO NOTHING";
  private static final String LATEST =
      """
      INSERT INTO latest_metrics (run_key, metric_key, experiment_key, time_ms, step, value, is_nan)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run_key, metric_key) DO UPDATE
      SET time_ms = excluded.time_ms, step = excluded.step, value = excluded.value,
        is_nan = excluded.is_nan
      WHERE (excluded.step, excluded.time_ms, 1 - excluded.is_nan, excluded.value)
        > (latest_metrics.step, latest_metrics.time_ms, 1 - latest_metrics.is_nan,
          latest_metrics.value)\
      """;
  private static final String HISTORY =
      "SELECT value, is_nan, time_ms, step FROM metrics WHERE run_key = ? AND metric_key = ? ORDER"
          + " BY time_ms, step, value LIMIT ? OFFSET ?";

  /// Adds points.
  ///
  /// @param numbers the number of the key of each point
  void add(Transaction transaction, Run run, MetricBatch batch, long[] numbers)
      throws SQLException {
    try (PreparedStatement insert = transaction.connection().prepareStatement(INSERT)) {
      for (int i = 0; i < batch.size(); i++) {
        insert.setLong(1, run.key());
        insert.setLong(2, numbers[i]);
        insert.setLong(3, batch.time(i));
        insert.setLong(4, batch.step(i));
        insert.setDouble(5, stored(batch.value(i)));
        insert.setInt(6, Double.isNaN(batch.value(i)) ? 1 : 0);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    addLatest(transaction, run, batch, numbers);
  }

  private static void addLatest(Transaction transaction, Run run, MetricBatch batch, long[] numbers)
      throws SQLException {
    Map<Long, Integer> latest = new TreeMap<>();
    for (int i = 0; i < batch.size(); i++) {
      int at = i;
      latest.merge(numbers[i], i, (old, _) -> batch.isLater(at, old) ? at : old);
    }
    try (PreparedStatement upsert = transaction.connection().prepareStatement(LATEST)) {
      for (Map.Entry<Long, Integer> entry : latest.entrySet()) {
        int at = entry.getValue();
        upsert.setLong(1, run.key());
        upsert.setLong(2, entry.getKey());
        upsert.setLong(3, run.experimentKey());
        upsert.setLong(4, batch.time(at));
        upsert.setLong(5, batch.step(at));
        upsert.setDouble(6, stored(batch.value(at)));
        upsert.setInt(7, Double.isNaN(batch.value(at)) ? 1 : 0);
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /// NaN is stored as 0 beside its mark, since SQLite has no NaN.
  static double stored(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  static double read(double value, int isNan) {
    return isNan == 1 ? Double.NaN : value;
  }

  /// The points of a metric of a run by time, then step, then value.
  List<Metric> history(
      Transaction transaction, long run, long number, String key, long offset, long max)
      throws SQLException {
    List<Metric> points = new ArrayList<>();
    try (PreparedStatement select = transaction.connection().prepareStatement(HISTORY)) {
      select.setLong(1, run);
      select.setLong(2, number);
      select.setLong(3, max);
      select.setLong(4, offset);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          points.add(
              new Metric(
                  key, read(rows.getDouble(1), rows.getInt(2)), rows.getLong(3), rows.getLong(4)));
        }
      }
    }
    return points;
  }

  /// The latest metrics of some runs, by run and name.
  Map<Long, List<Metric>> latest(Transaction transaction, Collection<Long> runs)
      throws SQLException {
    Map<Long, List<Metric>> found = new HashMap<>();
    if (runs.isEmpty()) {
      return found;
    }
    String select =
        """
        SELECT l.run_key, n.name, l.value, l.is_nan, l.time_ms, l.step
        FROM latest_metrics l JOIN metric_names n ON n.id = l.metric_key
        WHERE l.run_key IN (%s) ORDER BY l.run_key, n.name\
        """
            .formatted(WordTable.numbers(runs));
    try (Statement statement = transaction.connection().createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      while (rows.next()) {
        found
            .computeIfAbsent(rows.getLong(1), _ -> new ArrayList<>())
            .add(
                new Metric(
                    rows.getString(2),
                    read(rows.getDouble(3), rows.getInt(4)),
                    rows.getLong(5),
                    rows.getLong(6)));
      }
    }
    return found;
  }
}
