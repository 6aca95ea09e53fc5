package dev.lazuli.ml.ensemble;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// Finds factors of class probabilities by which the greatest decides best for a metric of decided
/// classes, such as F1 or balanced accuracy.
public final class ClassFactors {
  private static final int THRESHOLDS = 60;
  private static final double[] STEPS = {0.5, 0.7, 0.85, 1.2, 1.5, 2};
  private static final int PASSES = 2;

  private ClassFactors() {}

  /// The best factors found.
  ///
  /// @param probabilities `classes x rows`
  /// @param score of decided classes, higher is better
  /// @param soft ends the search soon, with the best so far
  public static double[] find(
      double[][] probabilities, ToDoubleFunction<int[]> score, StopSignal soft) {
    return probabilities.length == 2
        ? threshold(probabilities[1], score, soft)
        : coordinates(probabilities, score, soft);
  }

  /// Two factors that stand for a threshold of the second class.
  private static double[] threshold(
      double[] shares, ToDoubleFunction<int[]> score, StopSignal soft) {
    double[] sorted = shares.clone();
    Arrays.sort(sorted);
    double best = 0.5;
    double bestScore = score.applyAsDouble(above(shares, best));
    for (int i = 1; i < THRESHOLDS && !soft.isStopped(); i++) {
      int place = (int) ((long) i * sorted.length / THRESHOLDS);
      double tried = (sorted[place] + sorted[Math.max(0, place - 1)]) / 2;
      double now = tried > 0 && tried < 1 ? score.applyAsDouble(above(shares, tried)) : bestScore;
      if (now > bestScore) {
        best = tried;
        bestScore = now;
      }
    }
    return new double[] {best, 1 - best};
  }

  private static int[] above(double[] shares, double threshold) {
    return Arrays.stream(shares).mapToInt(share -> share > threshold ? 1 : 0).toArray();
  }

  private static double[] coordinates(
      double[][] probabilities, ToDoubleFunction<int[]> score, StopSignal soft) {
    double[] factors = new double[probabilities.length];
    Arrays.fill(factors, 1);
    double bestScore = score.applyAsDouble(decide(probabilities, factors));
    for (int pass = 0; pass < PASSES; pass++) {
      for (int c = 0; c < factors.length; c++) {
        double before = factors[c];
        double best = before;
        for (double step : STEPS) {
          if (soft.isStopped()) {
            factors[c] = best;
            return factors;
          }
          factors[c] = before * step;
          double now = score.applyAsDouble(decide(probabilities, factors));
          if (now > bestScore) {
            bestScore = now;
            best = factors[c];
          }
        }
        factors[c] = best;
      }
    }
    return factors;
  }

  /// The class of each row with the greatest probability times factor, the first of equals.
  ///
  /// @param probabilities `classes x rows`
  public static int[] decide(double[][] probabilities, double[] factors) {
    int[] decided = new int[probabilities[0].length];
    for (int row = 0; row < decided.length; row++) {
      for (int c = 1; c < factors.length; c++) {
        double now = probabilities[decided[row]][row] * factors[decided[row]];
        if (probabilities[c][row] * factors[c] > now) {
          decided[row] = c;
        }
      }
    }
    return decided;
  }
}
