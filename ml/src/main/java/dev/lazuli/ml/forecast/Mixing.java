package dev.lazuli.ml.forecast;

import dev.lazuli.ml.forecast.local.LocalAlgorithm;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Keeps a mix of forecasts from following chance.
///
/// A greedy choice on few origins finds members whose errors happen to cancel out there. So members
/// must be good by themselves, and the fewer origins there are, the more the shares are drawn
/// towards equal ones: equal weights are hard to beat ([Claeskens et al.
/// 2016](https://doi.org/10.1016/j.ijforecast.2015.12.005)).
final class Mixing {
  /// A member's scaled error, by the least, at most.
  private static final double WORSE_MAX = 1.2;

  /// So many origins give the greedy shares half of the say.
  private static final double ORIGINS_HALF = 20;

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
  private static final int EQUALS_MAX = 4;

  private Mixing() {}

  /// Places of the trials that may be members, in their order.
  ///
  /// @param errors of the trials, the best by the primary metric first
  /// @param algorithms of the trials
  /// @param origins at which they were tried; when they are few, naive forecasts are no members
  ///   unless the best
  static int[] good(double[] errors, List<String> algorithms, int origins) {
    double least = Arrays.stream(errors).min().orElse(0);
    boolean few = origins < ORIGINS_HALF;
    return IntStream.range(0, errors.length)
        .filter(i -> i == 0 || errors[i] <= WORSE_MAX * least)
        .filter(i -> i == 0 || !few || !NAIVE.contains(algorithms.get(i)))
        .limit(GOOD_MAX)
        .toArray();
  }

  /// Shares between the greedy ones and equal ones of the best trial of each algorithm.
  ///
  /// @param algorithms of the members, the best member first
  /// @param origins at which they were tried
  static double[] steadied(double[] greedy, List<String> algorithms, int origins) {
    double[] equal = new double[greedy.length];
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < equal.length; i++) {
      equal[i] = seen.size() < EQUALS_MAX && seen.add(algorithms.get(i)) ? 1 : 0;
    }
    double say = origins / (origins + ORIGINS_HALF);
    double[] shares = new double[greedy.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = say * greedy[i] + (1 - say) * equal[i] / seen.size();
    }
    return shares;
  }
}
