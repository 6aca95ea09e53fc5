package dev.lazuli.ml.explain;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.score.RowScorer;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// How much worse a model does when one feature's values are shuffled among rows: Breiman, [Random
/// forests](https://doi.org/10.1023/A:1010933404324), section 10, for any model and metric.
public final class PermutationImportance {
  private final double score;
  private final Drops drops;

  private PermutationImportance(double score, Drops drops) {
    this.score = score;
    this.drops = drops;
  }

  /// Measures all features.
  ///
  /// @param rows feature rows, best ones that the model was not trained on
  /// @param score tells how good the raw scores of all rows are, row after row with all outputs of
  ///   a row together; higher is better
  /// @param repeats how often each feature is shuffled, `>= 1`
  /// @throws StopSignal.Stopped when the work was told to end
  public static PermutationImportance measure(
      RowScorer scorer,
      double[][] rows,
      ToDoubleFunction<double[]> score,
      int repeats,
      long seed,
      StopSignal stop) {
    if (rows.length == 0) {
      throw new InvalidInput("rows", "there are no rows to shuffle");
    }
    if (repeats < 1) {
      throw new InvalidInput("repeats", "repeats is %d, it must be at least 1".formatted(repeats));
    }
    int d = rows[0].length;
    Shuffled shuffled = new Shuffled(scorer, rows, stop);
    double whole = score.applyAsDouble(shuffled.scores(-1));
    double[][] drops = new double[d][repeats];
    SplittableRandom random = new SplittableRandom(seed);
    for (int f = 0; f < d; f++) {
      for (int r = 0; r < repeats; r++) {
        Drops.shuffle(shuffled.order, random);
        drops[f][r] = whole - score.applyAsDouble(shuffled.scores(f));
      }
    }
    return new PermutationImportance(whole, new Drops(drops));
  }

  /// The rows with one feature's values in another order.
  private static final class Shuffled {
    private final RowScorer scorer;
    private final double[][] rows;
    private final StopSignal stop;
    private final int[] order;

    Shuffled(RowScorer scorer, double[][] rows, StopSignal stop) {
      this.scorer = scorer;
      this.rows = rows;
      this.stop = stop;
      order = new int[rows.length];
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
    }

    double[] scores(int feature) {
      int k = scorer.outputs();
      double[] all = new double[rows.length * k];
      double[] row = new double[rows[0].length];
      double[] out = new double[k];
      for (int i = 0; i < rows.length; i++) {
        if (i % 1024 == 0) {
          stop.check();
        }
        System.arraycopy(rows[i], 0, row, 0, row.length);
        if (feature >= 0) {
          row[feature] = rows[order[i]][feature];
        }
        scorer.score(row, out);
        System.arraycopy(out, 0, all, i * k, k);
      }
      return all;
    }
  }

  /// How good the model is with nothing shuffled.
  public double score() {
    return score;
  }

  /// Number of features.
  public int features() {
    return drops.size();
  }

  /// How much a feature's shuffling lowers the score, in the mean of the repeats.
  public double mean(int feature) {
    return drops.mean(feature);
  }

  /// The standard deviation of the repeats, with divisor `repeats`.
  public double deviation(int feature) {
    return drops.deviation(feature);
  }

  /// What each repeat lowered the score by; a copy.
  public double[] drops(int feature) {
    return drops.of(feature);
  }
}
