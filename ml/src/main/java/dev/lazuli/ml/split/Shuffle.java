package dev.lazuli.ml.split;

import dev.lazuli.ml.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random orders of rows.
final class Shuffle {
  private Shuffle() {}

  /// The numbers `[0, count)` in random order.
  static int[] of(int count, RandomGenerator random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    shuffle(order, random);
    return order;
  }

  /// The rows of each class, each in random order.
  static List<int[]> byClass(int[] classes, RandomGenerator random) {
    int[] sizes = sizes(classes);
    List<int[]> rows = new ArrayList<>();
    for (int size : sizes) {
      rows.add(new int[size]);
    }
    int[] next = new int[sizes.length];
    for (int row = 0; row < classes.length; row++) {
      int group = classes[row];
      rows.get(group)[next[group]++] = row;
    }
    rows.forEach(some -> shuffle(some, random));
    return rows;
  }

  /// How many rows each class has.
  static int[] sizes(int[] classes) {
    int most = -1;
    for (int group : classes) {
      if (group < 0) {
        throw new InvalidInput("classes", "a row has no class or group; leave it out first");
      }
      most = Math.max(most, group);
    }
    int[] sizes = new int[most + 1];
    for (int group : classes) {
      sizes[group]++;
    }
    return sizes;
  }

  private static void shuffle(int[] order, RandomGenerator random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[other];
      order[other] = held;
    }
  }
}
