package dev.lazuli.bench;

import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A generated table: standard normal numbers, two categories, and a number that depends on some.
final class BenchData {
  private final FeatureTable table;
  private final double[] number;
  private final double[] label;
  private final int[] rows;

  BenchData(int n, int numbers, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Feature> features = new ArrayList<>();
    number = new double[n];
    for (int f = 0; f < numbers; f++) {
      double[] values = random.doubles(n, -1.7, 1.7).toArray();
      for (int i = 0; i < n; i++) {
        number[i] += f % 3 == 0 ? values[i] : f % 3 == 1 ? values[i] * values[i] : 0;
      }
      features.add(new Feature.Numeric("x" + f, values));
    }
    for (int f = 0; f < 2; f++) {
      int[] codes = random.ints(n, 0, 8).toArray();
      for (int i = 0; i < n; i++) {
        number[i] += 0.2 * ((codes[i] * 5) % 8);
      }
      features.add(new Feature.Categorical("c" + f, codes, 8));
    }
    double middle = 0;
    for (int i = 0; i < n; i++) {
      number[i] += random.nextGaussian() / 2;
      middle += number[i] / n;
    }
    label = new double[n];
    for (int i = 0; i < n; i++) {
      label[i] = number[i] > middle ? 1 : 0;
    }
    table = FeatureTable.of(features);
    rows = IntStream.range(0, n).toArray();
  }

  FeatureTable table() {
    return table;
  }

  /// Numbers to predict.
  double[] number() {
    return number;
  }

  /// Classes 0 and 1 to predict.
  double[] label() {
    return label;
  }

  int[] rows() {
    return rows;
  }

  /// The first rows as feature rows.
  double[][] featureRows(int count) {
    double[][] some = new double[count][table.features().size()];
    for (int i = 0; i < count; i++) {
      table.row(i, some[i]);
    }
    return some;
  }
}
