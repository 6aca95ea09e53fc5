package dev.lazuli.ml.frame;

import java.util.List;

/// What the values of one column look like.
public sealed interface ColumnProfile {
  /// What the column is called.
  String name();

  /// What its values are.
  ColumnType type();

  /// Number of values, missing ones included.
  int count();

  /// Number of missing values.
  int missing();

  /// A column of numbers with at least one finite value.
  ///
  /// @param infinite infinite values; they count nowhere else but in `count`
  /// @param standardDeviation of the sample (`n - 1`); 0 for a single value
  /// @param top the most frequent values, most frequent first
  record Numbers(
      String name,
      ColumnType type,
      int count,
      int missing,
      int infinite,
      int distinct,
      double min,
      double max,
      double mean,
      double standardDeviation,
      List<Quantile> quantiles,
      List<TopValue> top,
      Histogram histogram)
      implements ColumnProfile {
    /// Copies the lists.
    public Numbers {
      quantiles = List.copyOf(quantiles);
      top = List.copyOf(top);
    }
  }

  /// A column of strings with at least one value.
  ///
  /// @param lengthMin fewest characters of a value
  /// @param top the most frequent values, most frequent first
  record Texts(
      String name,
      ColumnType type,
      int count,
      int missing,
      int distinct,
      int lengthMin,
      int lengthMax,
      double lengthMean,
      List<TopValue> top)
      implements ColumnProfile {
    /// Copies the lists.
    public Texts {
      top = List.copyOf(top);
    }
  }

  /// A column without any value.
  record Empty(String name, ColumnType type, int count, int missing) implements ColumnProfile {}

  /// The value below which a share of the values lies.
  ///
  /// @param share in `[0, 1]`
  record Quantile(double share, double value) {}

  /// A value, as text, and how often it occurs.
  record TopValue(String value, int count) {}

  /// How many values lie between neighbouring edges, the last edge included.
  ///
  /// @param edges one more than `counts`
  record Histogram(List<Double> edges, List<Integer> counts) {
    /// Copies the lists.
    public Histogram {
      edges = List.copyOf(edges);
      counts = List.copyOf(counts);
    }
  }
}
