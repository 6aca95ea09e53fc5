package dev.lazuli.ml.score;

/// A fitted model of feature rows, which knows how wide its rows are.
public interface RowModel extends RowScorer {
  /// Number of features of a row.
  int features();
}
