package dev.lazuli.endpoints.tabular;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.scoring.ModelCard;
import dev.lazuli.endpoints.scoring.ScoreAnswer;
import dev.lazuli.endpoints.scoring.ScoreRequest;
import dev.lazuli.endpoints.scoring.Scorer;
import dev.lazuli.models.ServedModel;
import java.util.Optional;

/// A loaded model that scores in this process.
public sealed interface ModelScorer extends Scorer permits RowsScorer, SeriesScorer {
  /// How long the example may take.
  long EXAMPLE_NANOS_MAX = 30_000_000_000L;

  /// A scorer of a model.
  static ModelScorer of(ServedModel model) {
    return switch (model) {
      case ServedModel.Rows rows -> new RowsScorer(rows);
      case ServedModel.Series series -> new SeriesScorer(series.model());
    };
  }

  /// What people and tools are told of the model.
  ModelCard described();

  /// The answer to a body.
  ///
  /// @param deadline value of [System#nanoTime] after which it gives up
  byte[] score(byte[] body, long deadline);

  @Override
  default ScoreAnswer score(ScoreRequest request) {
    String type = request.contentType();
    if (!type.isEmpty() && !type.startsWith("application/json")) {
      throw new Problem.Unsupported("Expects Content-Type to be application/json");
    }
    return ScoreAnswer.json(score(request.body(), request.deadline()));
  }

  @Override
  default void prove() {
    byte[] example = Json.bytes(Json.object().set("dataframe_split", described().example()));
    score(example, System.nanoTime() + EXAMPLE_NANOS_MAX);
  }

  @Override
  default Optional<ModelCard> card() {
    return Optional.of(described());
  }

  @Override
  default String summary() {
    return described().size();
  }

  @Override
  default void close() {
    // all of it is memory
  }
}
