package dev.lazuli.ml.forecast;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.ensemble.GreedyEnsemble;
import dev.lazuli.ml.forecast.local.LocalAlgorithm;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Keeps a mix of forecasts from following chance.
///
/// A greedy choice on few origins finds members whose errors happen to cancel out there. So members
/// must be good by themselves, and the fewer origins there are, the more the shares are drawn
/// towards equal ones: equal weights are hard to beat ([Claeskens et al.
/// 2016](https://doi.org/10.1016/j.ijforecast.2015.12.005)).
///
/// @param worseMax a member's scaled error, by the least, at most
/// @param originsHalf so many origins give the greedy shares half of the say; with fewer, naive
///   forecasts are no members
/// @param equalsMax algorithms among which the rest is shared equally
record Mixing(double worseMax, double originsHalf, int equalsMax) {
  private static final Set<String> NAIVE =
      Stream.of(
              LocalAlgorithm.NAIVE,
              LocalAlgorithm.SEASONAL_NAIVE,
              LocalAlgorithm.AVERAGE,
              LocalAlgorithm.SEASONAL_AVERAGE,
              LocalAlgorithm.DRIFT)
          .map(LocalAlgorithm::azureName)
          .collect(Collectors.toUnmodifiableSet());

  private static final int GOOD_MAX = 12;

  private static final int MEMBERS_MAX = 6;
  private static final int STEPS = 25;

  /// The rule that was settled on over generated series; see
  /// `docs/decisions/0011-forecast-mixing.md`.
  static Mixing standard() {
    return new Mixing(1.2, 20, 4);
  }

  /// Shares of the trials.
  ///
  /// @param trials completed ones, the best by the primary metric first
  /// @param origins at which they were tried
  /// @param score of forecasts; higher is better
  double[] shares(
      List<ForecastTrial> trials, int origins, ToDoubleFunction<double[]> score, StopSignal stop) {
    List<String> names = trials.stream().map(trial -> trial.result().algorithm()).toList();
    double[] errors = trials.stream().mapToDouble(ForecastTrial::scaledError).toArray();
    int[] good = good(errors, names, origins);
    double[][][] predictions = new double[good.length][1][];
    double[] costs = new double[good.length];
    Arrays.fill(costs, 1);
    for (int i = 0; i < good.length; i++) {
      predictions[i][0] = trials.get(good[i]).predicted();
    }
    double[] greedy =
        new GreedyEnsemble(
                predictions, costs, MEMBERS_MAX, values -> score.applyAsDouble(values[0]))
            .weights(STEPS, stop);
    List<String> algorithms = Arrays.stream(good).mapToObj(names::get).toList();
    double[] steadied = steadied(greedy, algorithms, origins);
    double[] shares = new double[trials.size()];
    for (int i = 0; i < good.length; i++) {
      shares[good[i]] = steadied[i];
    }
    return shares;
  }

  /// Places of the trials that may be members, in their order.
  ///
  /// @param errors of the trials, the best by the primary metric first
  /// @param algorithms of the trials
  /// @param origins at which they were tried; when they are few, naive forecasts are no members
  ///   unless the best
  int[] good(double[] errors, List<String> algorithms, int origins) {
    double least = Arrays.stream(errors).min().orElse(0);
    boolean few = origins < originsHalf;
    return IntStream.range(0, errors.length)
        .filter(i -> i == 0 || errors[i] <= worseMax * least)
        .filter(i -> i == 0 || !few || !NAIVE.contains(algorithms.get(i)))
        .limit(GOOD_MAX)
        .toArray();
  }

  /// Shares between the greedy ones and equal ones of the best trial of each algorithm.
  ///
  /// @param algorithms of the members, the best member first
  /// @param origins at which they were tried
  double[] steadied(double[] greedy, List<String> algorithms, int origins) {
    double[] equal = new double[greedy.length];
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < equal.length; i++) {
      equal[i] = seen.size() < equalsMax && seen.add(algorithms.get(i)) ? 1 : 0;
    }
    double say = origins / (origins + originsHalf);
    double[] shares = new double[greedy.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = say * greedy[i] + (1 - say) * equal[i] / seen.size();
    }
    return shares;
  }
}
