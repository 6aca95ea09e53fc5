package dev.lazuli.ml.anomaly;

import dev.lazuli.ml.InvalidInput;

/// The size of an isolation forest.
///
/// @param trees number of trees, `>= 1`
/// @param rowsPerTree rows that each tree sees, drawn without putting back, `>= 2`; all when there
///   are fewer
public record IsolationSettings(int trees, int rowsPerTree, long seed) {
  /// Checks the ranges.
  public IsolationSettings {
    if (trees < 1) {
      throw new InvalidInput("trees", "trees is %d, it must be at least 1".formatted(trees));
    }
    if (rowsPerTree < 2) {
      throw new InvalidInput(
          "rows_per_tree", "rows_per_tree is %d, it must be at least 2".formatted(rowsPerTree));
    }
  }

  /// 100 trees of 256 rows, as in the paper.
  public static IsolationSettings defaults() {
    return new IsolationSettings(100, 256, 0);
  }

  /// The same with other numbers of trees and rows.
  public IsolationSettings withSize(int count, int rows) {
    return new IsolationSettings(count, rows, seed);
  }

  /// The same with another seed.
  public IsolationSettings withSeed(long value) {
    return new IsolationSettings(trees, rowsPerTree, value);
  }
}
