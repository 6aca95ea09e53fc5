package dev.lazuli.ml.split;

import java.util.random.RandomGenerator;

/// Some of many rows, drawn without repetition.
public final class Sample {
  private Sample() {}

  /// So many of the rows, in their order; all of them when there are no more.
  public static int[] of(int[] rows, int count, RandomGenerator random) {
    if (rows.length <= count) {
      return rows;
    }
    int kept = 0;
    int[] drawn = new int[count];
    for (int i = 0; kept < count; i++) {
      if (random.nextInt(rows.length - i) < count - kept) {
        drawn[kept++] = rows[i];
      }
    }
    return drawn;
  }
}
