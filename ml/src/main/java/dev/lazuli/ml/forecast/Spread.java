package dev.lazuli.ml.forecast;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// How far forecasts are off, by the number of steps ahead: what quantiles are made of.
///
/// Split conformal prediction (Vovk et al.; [Lei et al.
/// 2018](https://doi.org/10.1080/01621459.2017.1307116)): a quantile is the forecast plus an order
/// statistic of what earlier forecasts missed, chosen so that it holds for finite samples when the
/// misses are exchangeable. Neighbouring steps are joined until there are enough misses; when all
/// together are too few, each counts for both sides, so that the forecast lies in the middle.
final class Spread {
  private static final int MISSES_MIN = 40;
  private static final int MISSES_MAX = 400;

  private final double[][] sorted;

  /// @param sorted misses by step, ascending, in units of the series' scale
  Spread(double[][] sorted) {
    this.sorted = sorted;
  }

  /// The spread of misses by step.
  static Spread of(double[][] residuals) {
    int horizon = residuals.length;
    double[][] sorted = new double[horizon][];
    for (int step = 0; step < horizon; step++) {
      int reach = 0;
      double[] near = residuals[step];
      while (near.length < MISSES_MIN && reach < horizon) {
        reach++;
        int from = Math.max(0, step - reach);
        int to = Math.min(horizon - 1, step + reach);
        near =
            IntStream.rangeClosed(from, to)
                .boxed()
                .flatMapToDouble(s -> Arrays.stream(residuals[s]))
                .toArray();
      }
      double[] misses = near.length < MISSES_MIN ? bothWays(near) : near;
      Arrays.sort(misses);
      sorted[step] = thinned(misses);
    }
    return new Spread(sorted);
  }

  /// The misses and as many to the other side: so few do not tell to which side forecasts lean.
  private static double[] bothWays(double[] misses) {
    return Arrays.stream(misses).flatMap(miss -> DoubleStream.of(miss, -miss)).toArray();
  }

  private static double[] thinned(double[] ascending) {
    if (ascending.length <= MISSES_MAX) {
      return ascending;
    }
    double[] thinned = new double[MISSES_MAX];
    for (int i = 0; i < MISSES_MAX; i++) {
      thinned[i] = ascending[(int) ((long) i * (ascending.length - 1) / (MISSES_MAX - 1))];
    }
    return thinned;
  }

  /// Misses by step, ascending; not a copy.
  double[][] sorted() {
    return sorted;
  }

  /// What to add to a forecast `step` steps ahead for the quantile `level`, in units of the scale.
  ///
  /// @param step from 1
  double quantile(int step, double level) {
    int place = Math.min(step, sorted.length) - 1;
    double[] misses = sorted[place];
    int n = misses.length;
    if (n == 0) {
      return 0;
    }
    double wanted = level >= 0.5 ? Math.ceil((n + 1) * level) : Math.floor((n + 1) * level);
    double value = misses[(int) Math.clamp(wanted - 1, 0, n - 1)];
    return step <= sorted.length ? value : value * Math.sqrt((double) step / sorted.length);
  }
}
