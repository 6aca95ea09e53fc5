package dev.lazuli.ml.automl;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// How much the area under the ROC curve of raw scores of two classes lacks to 1.
///
/// Scores are compared as floats, so that one sort of primitive numbers does; those that are equal
/// then count half.
final class RankLoss implements ToDoubleFunction<double[]> {
  private static final int CLASS_ROWS_MIN = 50;

  private final double[] positive;
  private final double[] negative;

  /// Whether there are enough rows of both classes for the area not to jump from round to round.
  static boolean suits(double[] y, int[] rows) {
    long positives = Arrays.stream(rows).filter(row -> y[row] == 1).count();
    return Math.min(positives, rows.length - positives) >= CLASS_ROWS_MIN;
  }

  /// @param y classes, 0 or 1
  /// @param weights of the rows, or null for 1 each
  /// @param rows whose scores will be given, in this order
  RankLoss(double[] y, double @Nullable [] weights, int[] rows) {
    this.positive = new double[rows.length];
    this.negative = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double weight = weights == null ? 1 : weights[rows[i]];
      (y[rows[i]] == 1 ? positive : negative)[i] = weight;
    }
  }

  @Override
  public double applyAsDouble(double[] scores) {
    long[] order = new long[scores.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = ((long) sortable((float) scores[i]) << 32) | i;
    }
    Arrays.sort(order);
    double below = 0;
    double wins = 0;
    double positives = 0;
    for (int from = 0; from < order.length; ) {
      double up = 0;
      double down = 0;
      int to = from;
      while (to < order.length && order[to] >> 32 == order[from] >> 32) {
        int row = (int) order[to];
        up += positive[row];
        down += negative[row];
        to++;
      }
      wins += up * (below + down / 2);
      below += down;
      positives += up;
      from = to;
    }
    double pairs = positives * below;
    return pairs > 0 ? 1 - wins / pairs : 1;
  }

  /// A whole number in the order of the floats.
  private static int sortable(float score) {
    int bits = Float.floatToIntBits(score + 0f);
    return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
  }
}
