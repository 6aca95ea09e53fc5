package dev.lazuli.ml.ensemble;

import dev.lazuli.ml.StopSignal;
import java.util.function.ToDoubleFunction;

/// Greedy choice of model weights on predictions for rows that the models were not trained on.
///
/// Method: Caruana et al., [Ensemble selection from libraries of
/// models](https://dl.acm.org/doi/10.1145/1015330.1015432): start from the best model, then add,
/// with replacement, the one that helps most. Ours has a limit on the total cost of the models
/// chosen, goes on for a few steps that do not gain, and takes the best of all steps.
public final class GreedyEnsemble {
  private static final double GAIN_MIN = 1e-7;

  /// Steps without a gain after which no gain is expected.
  private static final int IDLE_MAX = 5;

  private final double[][][] predictions;
  private final double[] costs;
  private final double costMax;
  private final ToDoubleFunction<double[][]> score;

  /// A choice among models.
  ///
  /// @param predictions of each model, `outputs x rows`
  /// @param costs of each model, such as its number of trees
  /// @param costMax limit on the sum of costs, which the best model alone may exceed
  /// @param score of predictions, higher is better
  public GreedyEnsemble(
      double[][][] predictions,
      double[] costs,
      double costMax,
      ToDoubleFunction<double[][]> score) {
    this.predictions = predictions;
    this.costs = costs;
    this.costMax = costMax;
    this.score = score;
  }

  /// Weights of the models, which sum to 1.
  ///
  /// @param stepsMax models to add at most
  /// @param soft ends the choice soon, with the models so far
  public double[] weights(int stepsMax, StopSignal soft) {
    int[] counts = new int[predictions.length];
    int first = best();
    counts[first] = 1;
    int[] bestCounts = counts.clone();
    double bestScore = score.applyAsDouble(predictions[first]);
    double[][] sum = copy(predictions[first]);
    int idle = 0;
    for (int step = 2; step <= stepsMax && idle < IDLE_MAX && !soft.isStopped(); step++) {
      int next = -1;
      double nextScore = Double.NEGATIVE_INFINITY;
      for (int model = 0; model < counts.length; model++) {
        if (fits(counts, model) && !soft.isStopped()) {
          double tried = score.applyAsDouble(mean(sum, predictions[model], step));
          if (tried > nextScore) {
            next = model;
            nextScore = tried;
          }
        }
      }
      if (next < 0) {
        break;
      }
      counts[next]++;
      add(sum, predictions[next]);
      idle++;
      if (nextScore > bestScore + GAIN_MIN * Math.abs(bestScore)) {
        bestScore = nextScore;
        bestCounts = counts.clone();
        idle = 0;
      }
    }
    return shares(bestCounts);
  }

  /// Predictions of models mixed by weights.
  ///
  /// @param predictions of each model, `outputs x rows`
  public static double[][] mix(double[][][] predictions, double[] weights) {
    double[][] mixed = new double[predictions[0].length][predictions[0][0].length];
    for (int model = 0; model < weights.length; model++) {
      if (weights[model] > 0) {
        for (int j = 0; j < mixed.length; j++) {
          for (int row = 0; row < mixed[j].length; row++) {
            mixed[j][row] += weights[model] * predictions[model][j][row];
          }
        }
      }
    }
    return mixed;
  }

  private int best() {
    int best = 0;
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int model = 0; model < predictions.length; model++) {
      double tried = score.applyAsDouble(predictions[model]);
      if (tried > bestScore) {
        best = model;
        bestScore = tried;
      }
    }
    return best;
  }

  private boolean fits(int[] counts, int model) {
    double cost = counts[model] > 0 ? 0 : costs[model];
    for (int other = 0; other < counts.length; other++) {
      cost += counts[other] > 0 ? costs[other] : 0;
    }
    return counts[model] > 0 || cost <= costMax;
  }

  private static double[][] copy(double[][] values) {
    double[][] copy = new double[values.length][];
    for (int j = 0; j < values.length; j++) {
      copy[j] = values[j].clone();
    }
    return copy;
  }

  private static void add(double[][] sum, double[][] values) {
    for (int j = 0; j < sum.length; j++) {
      for (int row = 0; row < sum[j].length; row++) {
        sum[j][row] += values[j][row];
      }
    }
  }

  private static double[][] mean(double[][] sum, double[][] values, int count) {
    double[][] mean = new double[sum.length][sum[0].length];
    for (int j = 0; j < sum.length; j++) {
      for (int row = 0; row < sum[j].length; row++) {
        mean[j][row] = (sum[j][row] + values[j][row]) / count;
      }
    }
    return mean;
  }

  private static double[] shares(int[] counts) {
    int total = 0;
    for (int count : counts) {
      total += count;
    }
    double[] weights = new double[counts.length];
    for (int model = 0; model < counts.length; model++) {
      weights[model] = (double) counts[model] / total;
    }
    return weights;
  }
}
