package dev.lazuli.ml.metric;

import java.util.Arrays;

/// How well a score puts the positive rows before the negative ones.
final class RankScores {
  private final double[] positives;
  private final double[] negatives;
  private double positiveSum;
  private double negativeSum;

  /// Gathers the weights of rows of equal score.
  ///
  /// @param isPositive which rows are positive
  /// @param scores score of each row, higher means positive
  /// @param weights weight of each row
  RankScores(boolean[] isPositive, double[] scores, double[] weights) {
    double[] distinct = new double[scores.length];
    for (int i = 0; i < distinct.length; i++) {
      distinct[i] = scores[i] == 0 ? 0 : scores[i]; // -0.0 counts as 0.0
    }
    Arrays.sort(distinct);
    int count = 0;
    for (int i = 0; i < distinct.length; i++) {
      if (i == 0 || distinct[i] != distinct[i - 1]) {
        distinct[count++] = distinct[i];
      }
    }
    positives = new double[count];
    negatives = new double[count];
    for (int row = 0; row < scores.length; row++) {
      int place = Arrays.binarySearch(distinct, 0, count, scores[row] == 0 ? 0 : scores[row]);
      if (isPositive[row]) {
        positives[place] += weights[row];
        positiveSum += weights[row];
      } else {
        negatives[place] += weights[row];
        negativeSum += weights[row];
      }
    }
  }

  /// Sum of the weights of the positive rows.
  double positiveSum() {
    return positiveSum;
  }

  /// Area under the receiver operating characteristic; NaN when all rows are of one kind.
  double areaUnderCurve() {
    double area = 0;
    double below = 0;
    for (int i = 0; i < positives.length; i++) {
      area += positives[i] * (below + negatives[i] / 2);
      below += negatives[i];
    }
    return area / (positiveSum * negativeSum);
  }

  /// Mean of the precisions at each score, weighted by the recall it adds; 0 without positive rows.
  double averagePrecision() {
    if (positiveSum == 0) {
      return 0;
    }
    double sum = 0;
    double truePositives = 0;
    double falsePositives = 0;
    for (int i = positives.length - 1; i >= 0; i--) {
      truePositives += positives[i];
      falsePositives += negatives[i];
      if (positives[i] > 0) {
        sum += positives[i] * (truePositives / (truePositives + falsePositives));
      }
    }
    return sum / positiveSum;
  }
}
