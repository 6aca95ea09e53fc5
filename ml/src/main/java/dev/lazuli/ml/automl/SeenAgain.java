package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// How models do on rows that they have seen, in tables that repeat many rows.
///
/// Equal rows stay on one side of each split, so the scores of trials tell of rows never seen. But
/// rows that come again in a table may come again where its model is used. So a choice counts how
/// models do on new rows alone and on new and seen rows in one, as they would come together: a
/// ranking of both is wrong where a new row that is unlike any stands above a seen one.
final class SeenAgain {
  private static final int ROWS_MAX = 4_000;

  private final Evaluation evaluation;
  private final Trainer trainer;
  private final int[] seen;
  private final double weight;
  private final ToDoubleFunction<double[][]> pooled;
  private final Map<Trial, double[][]> both = new HashMap<>();

  private SeenAgain(Evaluation evaluation, Trainer trainer, int[] seen, double weight) {
    this.evaluation = evaluation;
    this.trainer = trainer;
    this.seen = seen;
    this.weight = weight;
    this.pooled = evaluation.pooledScore(seen, weight);
  }

  /// The rows that the first fold's models learned from; empty for tables that repeat few rows.
  ///
  /// New rows count by the part of the rows that are alone, which is how likely the next row is one
  /// never seen ([Good, 1953](https://doi.org/10.1093/biomet/40.3-4.237)).
  static Optional<SeenAgain> of(TrainingSet set, Evaluation evaluation, StopSignal stop) {
    if (!set.roles().comeAgain()) {
      return Optional.empty();
    }
    int[] leaders = set.roles().leaders();
    int[] copies = new int[leaders.length];
    Arrays.stream(leaders).forEach(leader -> copies[leader]++);
    double alone = Arrays.stream(copies).filter(count -> count == 1).count();
    int[] rows = evaluation.splits().getFirst().train();
    int step = Math.ceilDiv(rows.length, ROWS_MAX);
    int[] some = IntStream.range(0, rows.length / step).map(i -> rows[i * step]).toArray();
    return Optional.of(
        new SeenAgain(evaluation, new Trainer(set, stop), some, 1 - alone / leaders.length));
  }

  /// Predictions of the validated rows, then of the seen ones by the first fold's model; only to
  /// read.
  double[][] both(Trial trial) {
    return both.computeIfAbsent(trial, this::predictions);
  }

  private double[][] predictions(Trial trial) {
    double[][] old = trainer.predictions(trial.members().getFirst(), seen);
    double[][] all = new double[old.length][];
    for (int j = 0; j < all.length; j++) {
      int validated = trial.predictions()[j].length;
      all[j] = Arrays.copyOf(trial.predictions()[j], validated + old[j].length);
      System.arraycopy(old[j], 0, all[j], validated, old[j].length);
    }
    return all;
  }

  /// The score of such predictions, higher is better: of the new rows alone and of all in one, each
  /// weighed by how likely the next row is new or seen.
  double score(double[][] predicted) {
    double[][] validated =
        Arrays.stream(predicted)
            .map(output -> Arrays.copyOf(output, evaluation.validatedCount()))
            .toArray(double[][]::new);
    return (1 - weight) * evaluation.score(validated) + weight * pooled.applyAsDouble(predicted);
  }
}
