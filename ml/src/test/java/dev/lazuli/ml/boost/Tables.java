package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Generated tables with a known signal.
final class Tables {
  private Tables() {}

  /// Numbers with missing values and, last, a category of `codes` codes; both carry signal.
  record Mixed(FeatureTable table, Signal signal) {}

  /// What the target of each row is made of.
  static final class Signal {
    final double[] mean;
    final double[] noise;

    Signal(double[] mean, double[] noise) {
      this.mean = mean;
      this.noise = noise;
    }

    double[] numbers() {
      return IntStream.range(0, mean.length).mapToDouble(i -> mean[i] + 0.3 * noise[i]).toArray();
    }

    double[] positive() {
      return IntStream.range(0, mean.length)
          .mapToDouble(i -> Math.exp(0.5 * mean[i] + 0.3 * noise[i]))
          .toArray();
    }

    double[] counts() {
      return IntStream.range(0, mean.length)
          .mapToDouble(i -> Math.floor(Math.exp(0.5 * mean[i] + 0.3 * noise[i])))
          .toArray();
    }

    double[] classes(int k) {
      return IntStream.range(0, mean.length)
          .mapToDouble(
              i -> Math.clamp((int) Math.floor((mean[i] + 0.3 * noise[i] + 2) / 4 * k), 0, k - 1))
          .toArray();
    }
  }

  static Mixed mixed(int n, int numeric, int codes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] x = new double[numeric][n];
    int[] category = new int[n];
    double[] effect = random.doubles(codes, -1, 1).toArray();
    double[] mean = new double[n];
    double[] noise = new double[n];
    for (int i = 0; i < n; i++) {
      for (int f = 0; f < numeric; f++) {
        x[f][i] = random.nextDouble(-1, 1);
      }
      x[1][i] = Math.rint(x[1][i] * 100) / 100; // so that the step below falls between two bins
      category[i] = random.nextInt(codes + 1) - 1;
      mean[i] = Math.sin(3 * x[0][i]) + (x[1][i] > 0.2 ? x[2][i] : -x[2][i]);
      mean[i] += category[i] < 0 ? 0 : effect[category[i]];
      if (random.nextInt(5) == 0) {
        x[0][i] = Double.NaN;
        mean[i] += 0.5;
      }
      noise[i] = random.nextGaussian();
    }
    List<Feature> features = new ArrayList<>();
    for (int f = 0; f < numeric; f++) {
      features.add(new Feature.Numeric("x" + f, x[f]));
    }
    features.add(new Feature.Categorical("category", category, codes));
    return new Mixed(FeatureTable.of(features), new Signal(mean, noise));
  }

  static int[] rows(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  static Boosted fit(FeatureTable table, double[] target, BoostSettings settings) {
    return fit(table, target, null, settings);
  }

  static Boosted fit(
      FeatureTable table, double[] target, double @Nullable [] weights, BoostSettings settings) {
    return Booster.fit(
        BinnedTable.of(table, 255),
        rows(0, table.rows()),
        target,
        weights,
        new int[0],
        settings,
        StopSignal.never());
  }

  /// The raw scores of rows `[from, to)`, row after row.
  static double[] raw(Boosted model, FeatureTable table, int from, int to) {
    int k = model.ensemble().outputs();
    double[] all = new double[(to - from) * k];
    double[] row = new double[table.features().size()];
    double[] out = new double[k];
    for (int r = from; r < to; r++) {
      table.row(r, row);
      model.ensemble().score(row, out);
      System.arraycopy(out, 0, all, (r - from) * k, k);
    }
    return all;
  }
}
