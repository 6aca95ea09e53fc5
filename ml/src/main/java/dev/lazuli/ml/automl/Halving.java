package dev.lazuli.ml.automl;

import dev.lazuli.ml.split.Sample;
import dev.lazuli.ml.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// Trials of large tables begin on some rows and go on with more only while they are among the best
/// third, as in [successive halving](https://arxiv.org/abs/1502.07943).
final class Halving {
  private static final int ROWS_MIN = 40_000;
  private static final int[] RUNGS = {10_000, 40_000};
  private static final int HELD_MAX = 10_000;

  /// Part of the budget from which one trial is worth a look at fewer rows first.
  private static final double TRIAL_SHARE = 0.1;

  private static final int KEPT_OF = 3;

  private final List<Split> rungs;

  private Halving(List<Split> rungs) {
    this.rungs = List.copyOf(rungs);
  }

  /// The rungs of a table; none when it is small or trials are quick.
  static Halving of(
      TrainingSet set, Evaluation evaluation, CostModel costs, AutoMlSettings settings) {
    Split whole = evaluation.splits().getFirst();
    double share = (double) whole.train().length / set.trainCount();
    boolean slow =
        costs.trialShare(share, evaluation.splits().size()) > TRIAL_SHARE
            && settings.limits().earlyTermination();
    List<Split> rungs = new ArrayList<>();
    if (set.trainCount() > ROWS_MIN && slow) {
      SplittableRandom random = new SplittableRandom(settings.seed() + 41);
      for (int rows : RUNGS) {
        if (2 * rows < whole.train().length) {
          rungs.add(
              new Split(
                  Sample.of(whole.train(), rows, random),
                  Sample.of(whole.validation(), HELD_MAX, random)));
        }
      }
    }
    return new Halving(rungs);
  }

  /// Splits of ever more rows; the whole one is not among them.
  List<Split> rungs() {
    return rungs;
  }

  /// The least score of each rung with which to go on.
  ///
  /// @param known trials that ended before
  double[] scoresMin(List<Trial> known) {
    double[] least = new double[rungs.size()];
    Arrays.fill(least, Double.NEGATIVE_INFINITY);
    for (int rung = 0; rung < least.length; rung++) {
      int place = rung;
      List<Double> scores =
          known.stream()
              .filter(trial -> trial.rungScores().length > place)
              .map(trial -> trial.rungScores()[place])
              .sorted(Comparator.reverseOrder())
              .toList();
      if (scores.size() >= KEPT_OF) {
        least[rung] = scores.get(Math.ceilDiv(scores.size(), KEPT_OF) - 1);
      }
    }
    return least;
  }
}
