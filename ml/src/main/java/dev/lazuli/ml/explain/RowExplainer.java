package dev.lazuli.ml.explain;

/// Tells what each feature adds to the scores of a row.
///
/// Safe to use from many threads at once.
public interface RowExplainer {
  /// Number of features of a row.
  int features();

  /// How many scores a row gets.
  int outputs();

  /// How many numbers [#explain] writes: for each output one a feature and the mean score.
  default int size() {
    return (features() + 1) * outputs();
  }

  /// Writes what each feature adds to the scores of a row.
  ///
  /// @param out receives, for each output, the contribution of each feature and then the mean
  ///   score; together they sum to the score
  void explain(double[] row, double[] out);
}
