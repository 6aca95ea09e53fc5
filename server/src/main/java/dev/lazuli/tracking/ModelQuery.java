package dev.lazuli.tracking;

import java.util.List;

/// Which logged models a search wants, and in which order.
///
/// @param datasets the datasets whose metrics a filter means; none for all
/// @param orderBy then by creation, latest first
public record ModelQuery(
    List<String> experimentIds,
    String filter,
    List<DatasetName> datasets,
    List<Order> orderBy,
    long offset,
    int max) {

  /// A dataset by name, or by name and digest.
  ///
  /// @param digest empty for any
  public record DatasetName(String name, String digest) {}

  /// A field such as `creation_timestamp` or `metrics.rmse`.
  ///
  /// @param dataset the dataset whose metric is meant; its name is empty for any
  public record Order(String field, boolean ascending, DatasetName dataset) {}
}
