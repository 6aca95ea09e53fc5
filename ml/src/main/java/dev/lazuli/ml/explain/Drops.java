package dev.lazuli.ml.explain;

import java.util.SplittableRandom;

/// How much each repeat lowered a score, for each of some things.
final class Drops {
  private final double[][] drops;

  /// @param drops things x repeats
  Drops(double[][] drops) {
    this.drops = drops;
  }

  int size() {
    return drops.length;
  }

  double[] of(int thing) {
    return drops[thing].clone();
  }

  double mean(int thing) {
    double sum = 0;
    for (double drop : drops[thing]) {
      sum += drop;
    }
    return sum / drops[thing].length;
  }

  double deviation(int thing) {
    double mean = mean(thing);
    double squares = 0;
    for (double drop : drops[thing]) {
      squares += (drop - mean) * (drop - mean);
    }
    return Math.sqrt(squares / drops[thing].length);
  }

  static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[other];
      order[other] = held;
    }
  }
}
