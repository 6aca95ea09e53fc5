package dev.lazuli.ml.boost;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The features that one tree may split on, and those of each node among them.
final class FeatureDraw {
  private final int[] features;
  private final int count;
  private final double fractionPerNode;

  private FeatureDraw(int[] features, int count, double fractionPerNode) {
    this.features = features;
    this.count = count;
    this.fractionPerNode = fractionPerNode;
  }

  static FeatureDraw all(int features) {
    return new FeatureDraw(IntStream.range(0, features).toArray(), features, 1);
  }

  /// Draws part of `d` features for a tree.
  static FeatureDraw of(int d, BoostSettings settings, SplittableRandom random) {
    int[] features = IntStream.range(0, d).toArray();
    double perNode = settings.columnFractionPerNode();
    if (settings.columnFraction() >= 1) {
      return new FeatureDraw(features, d, perNode);
    }
    int wanted = Math.max(1, (int) Math.round(settings.columnFraction() * d));
    for (int i = 0; i < wanted; i++) {
      int other = i + random.nextInt(d - i);
      int feature = features[other];
      features[other] = features[i];
      features[i] = feature;
    }
    Arrays.sort(features, 0, wanted);
    return new FeatureDraw(features, wanted, perNode);
  }

  /// How many features the tree has.
  int count() {
    return count;
  }

  /// The tree's features, ascending, in the first [#count] places; only to read.
  int[] features() {
    return features;
  }

  int feature(int j) {
    return features[j];
  }

  /// The features that a node tries: part of the tree's that are allowed.
  int[] ofNode(BitSet allowed, long nodeSeed) {
    int[] pool = Arrays.stream(features, 0, count).filter(allowed::get).toArray();
    int wanted = (int) Math.ceil(fractionPerNode * pool.length);
    if (wanted == pool.length) {
      return pool;
    }
    int kept = 0;
    for (int j = 0; j < pool.length; j++) {
      // selection sampling keeps exactly `wanted`
      if (random(nodeSeed, j, pool.length - j) < wanted - kept) {
        pool[kept++] = pool[j];
      }
    }
    return Arrays.copyOf(pool, kept);
  }

  private static long random(long nodeSeed, int j, int bound) {
    long random = SplitFinder.mix(SplitFinder.mix(nodeSeed) + 0x5bd1e995L * (j + 1));
    return Long.remainderUnsigned(random, bound);
  }
}
