package dev.lazuli.ml.score;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Tree ensembles of random shape, and rows that try every edge of them.
final class RandomForests {
  private RandomForests() {}

  /// @param categorical how many of the features, the first ones, are split by code sets
  static TreeEnsemble ensemble(
      SplittableRandom random, int trees, int features, int categorical, int leavesMax, int k) {
    List<Tree> list = new ArrayList<>();
    for (int t = 0; t < trees * k; t++) {
      TreeBuilder builder = new TreeBuilder(leavesMax);
      int leaves = random.nextInt(10) == 0 ? 1 : 1 + random.nextInt(leavesMax);
      while (builder.leaves() < leaves) {
        int leaf = random.nextInt(builder.leaves());
        int feature = random.nextInt(features);
        if (feature < categorical) {
          long[] codes = new long[random.nextInt(1, 4)];
          for (int w = 0; w < codes.length; w++) {
            codes[w] = random.nextLong() >>> random.nextInt(64);
          }
          builder.splitCodes(leaf, feature, codes, 1);
        } else {
          builder.split(leaf, feature, threshold(random), random.nextBoolean(), 1);
        }
      }
      for (int leaf = 0; leaf < builder.leaves(); leaf++) {
        builder.leaf(leaf, random.nextGaussian(), 1 + random.nextInt(9));
      }
      list.add(builder.build());
    }
    return new TreeEnsemble(list, features, random.doubles(k, -1, 1).toArray());
  }

  private static double threshold(SplittableRandom random) {
    return switch (random.nextInt(12)) {
      case 0 -> Double.POSITIVE_INFINITY;
      case 1 -> Double.NEGATIVE_INFINITY;
      case 2 -> -0.0;
      case 3 -> 0.0;
      case 4 -> Double.MAX_VALUE;
      default -> random.nextInt(-20, 20) / 4.0;
    };
  }

  static double[] row(SplittableRandom random, int features, int categorical) {
    double[] row = new double[features];
    for (int f = 0; f < features; f++) {
      row[f] =
          switch (random.nextInt(14)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            case 4 -> -1;
            case 5 -> 1e300;
            default -> f < categorical ? random.nextInt(300) : random.nextInt(-44, 44) / 8.0;
          };
    }
    return row;
  }
}
