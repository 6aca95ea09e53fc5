package dev.lazuli.tracking;

import java.util.List;

/// Which runs a search wants, and in which order.
///
/// @param experimentIds the experiments to look in; none finds nothing
/// @param filter in MLflow's filter grammar; empty for all
/// @param orderBy such as `metrics.rmse DESC`; then by start, latest first, then by id
public record RunQuery(
    List<String> experimentIds,
    String filter,
    View view,
    List<String> orderBy,
    long offset,
    int max) {
  /// All active runs of an experiment, latest first.
  public static RunQuery of(String experimentId, int max) {
    return new RunQuery(List.of(experimentId), "", View.ACTIVE, List.of(), 0, max);
  }

  /// The same from an offset on.
  public RunQuery from(long start) {
    return new RunQuery(experimentIds, filter, view, orderBy, start, max);
  }

  /// The same with a filter.
  public RunQuery withFilter(String text) {
    return new RunQuery(experimentIds, text, view, orderBy, offset, max);
  }

  /// The same in another order.
  public RunQuery withOrder(String... order) {
    return new RunQuery(experimentIds, filter, view, List.of(order), offset, max);
  }
}
