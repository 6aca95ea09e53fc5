package dev.lazuli.endpoints;

/// A loaded model that answers bodies, from many threads at once.
sealed interface ModelScorer permits RowsScorer, SeriesScorer {
  /// A scorer of a model.
  static ModelScorer of(ServedModel model) {
    return switch (model) {
      case ServedModel.Rows rows -> new RowsScorer(rows);
      case ServedModel.Series series -> new SeriesScorer(series.model());
    };
  }

  /// What people and tools are told of the model.
  ModelCard card();

  /// The answer to a body.
  ///
  /// @param deadline value of [System#nanoTime] after which it gives up
  /// @throws dev.lazuli.base.Problem.Invalid when the body or a row of it does not fit the model
  /// @throws dev.lazuli.base.Problem.LimitReached when it takes too long
  byte[] score(byte[] body, long deadline);
}
