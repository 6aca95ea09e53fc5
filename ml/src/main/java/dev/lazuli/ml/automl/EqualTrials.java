package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Tells which trials cannot be told apart from the best model: their differences on the same rows
/// may be chance.
final class EqualTrials {
  /// With one split, its rows are parted into so many parts, which are compared one by one.
  private static final int PARTS = 10;

  private static final int ROWS_MIN = 200;

  private final Evaluation evaluation;
  private final long seed;
  private final StopSignal stop;

  /// @param stop ends the work; trials that were not looked at by then are not told
  EqualTrials(Evaluation evaluation, long seed, StopSignal stop) {
    this.stop = stop;
    this.evaluation = evaluation;
    this.seed = seed;
  }

  /// The numbers of the trials, the best model itself left out.
  List<Integer> equals(List<Trial> trials, Choice best) {
    List<Trial> others =
        trials.stream()
            .filter(trial -> trial.isComplete() && trial.plan().number() != best.result().number())
            .toList();
    if (best.foldValues().length > 1) {
      return numbers(
          others.stream()
              .filter(trial -> evaluation.paired(Choice.of(trial), best).mayBeEqual())
              .toList());
    }
    if (evaluation.validatedCount() < ROWS_MIN) {
      return List.of();
    }
    int[] partOf =
        new SplittableRandom(seed + 29).ints(evaluation.validatedCount(), 0, PARTS).toArray();
    double[] own = parts(best.predictions(), best.decided(), partOf);
    return numbers(
        others.stream()
            .takeWhile(_ -> !stop.isStopped())
            .filter(trial -> mayBeEqual(parts(trial.predictions(), new int[0], partOf), own))
            .toList());
  }

  private static List<Integer> numbers(List<Trial> trials) {
    return trials.stream().map(trial -> trial.plan().number()).toList();
  }

  private boolean mayBeEqual(double[] one, double[] other) {
    boolean[] all = new boolean[one.length];
    Arrays.fill(all, true);
    return PairedFolds.of(evaluation.metrics().primary(), one, other, all, 0).mayBeEqual();
  }

  /// The primary metric of each part.
  private double[] parts(double[][] predictions, int[] decided, int[] partOf) {
    double[] values = new double[PARTS];
    for (int part = 0; part < PARTS; part++) {
      int own = part;
      int[] places = IntStream.range(0, partOf.length).filter(i -> partOf[i] == own).toArray();
      values[part] =
          decided.length == 0
              ? evaluation.value(predictions, places)
              : evaluation.decidedValue(
                  Evaluation.selected(predictions, places),
                  places,
                  Arrays.stream(places).map(place -> decided[place]).toArray());
    }
    return values;
  }
}
