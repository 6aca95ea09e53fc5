package dev.lazuli.ml.split;

import dev.lazuli.ml.InvalidInput;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A single split that holds a share of the rows out for validation.
///
/// The share is in `(0, 1)`; at least one row is held out and at least one is left.
public final class HoldOut {
  private HoldOut() {}

  /// Rows drawn at random.
  public static Split random(int rows, double share, RandomGenerator random) {
    int count = count(rows, share);
    int[] parts = new int[rows];
    int[] order = Shuffle.of(rows, random);
    for (int i = 0; i < count; i++) {
      parts[order[i]] = 1;
    }
    return Split.byPart(parts, 1);
  }

  /// Rows drawn so that each class keeps its share; a class of one row stays in training.
  ///
  /// Same rule as scikit-learn's
  /// [StratifiedShuffleSplit](https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.StratifiedShuffleSplit.html),
  /// which refuses a class of one row.
  ///
  /// @param classes class of each row, in `[0, k)`
  public static Split stratified(int[] classes, double share, RandomGenerator random) {
    int[] parts = new int[classes.length];
    List<int[]> rows = Shuffle.byClass(classes, random);
    int[] held = heldPerClass(rows, count(classes.length, share), classes.length);
    for (int group = 0; group < held.length; group++) {
      for (int i = 0; i < held[group]; i++) {
        parts[rows.get(group)[i]] = 1;
      }
    }
    return Split.byPart(parts, 1);
  }

  /// Parts `count` rows among the classes by largest remainder, leaving each class a row.
  private static int[] heldPerClass(List<int[]> rows, int count, int total) {
    int[] held = new int[rows.size()];
    double[] remainders = new double[rows.size()];
    int given = 0;
    for (int group = 0; group < held.length; group++) {
      double wanted = (double) count * rows.get(group).length / total;
      held[group] = Math.min((int) wanted, Math.max(rows.get(group).length - 1, 0));
      remainders[group] = wanted - held[group];
      given += held[group];
    }
    int[] order =
        IntStream.range(0, held.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer group) -> -remainders[group]))
            .mapToInt(group -> group)
            .toArray();
    for (int group : order) {
      if (given < count && held[group] < rows.get(group).length - 1) {
        held[group]++;
        given++;
      }
    }
    return held;
  }

  /// Whole groups drawn at random until the share is reached.
  ///
  /// @param groups group of each row, in `[0, k)`
  /// @throws InvalidInput when there is only one group
  public static Split grouped(int[] groups, double share, RandomGenerator random) {
    int count = count(groups.length, share);
    int[] sizes = Shuffle.sizes(groups);
    long present = Arrays.stream(sizes).filter(size -> size > 0).count();
    if (present < 2) {
      throw new InvalidInput("groups", "all rows are in one group; a hold-out needs two");
    }
    boolean[] held = new boolean[sizes.length];
    int rows = 0;
    for (int group : Shuffle.of(sizes.length, random)) {
      boolean leavesSome = rows + sizes[group] < groups.length;
      if (rows < count && leavesSome) {
        held[group] = true;
        rows += sizes[group];
      }
    }
    return Split.byPart(Arrays.stream(groups).map(group -> held[group] ? 1 : 0).toArray(), 1);
  }

  /// The latest rows; rows of the same time stay on one side.
  ///
  /// @param times time of each row
  /// @throws InvalidInput when a time is missing or all are equal
  public static Split latest(double[] times, double share) {
    int count = count(times.length, share);
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    if (Double.isNaN(sorted[sorted.length - 1])) {
      throw new InvalidInput("times", "a row has no time; leave it out first");
    }
    double first = sorted[sorted.length - count];
    if (first == sorted[0]) {
      int next = count;
      while (next > 0 && sorted[sorted.length - next] == first) {
        next--;
      }
      if (next == 0) {
        throw new InvalidInput("times", "all rows have the same time; they cannot be parted");
      }
      first = sorted[sorted.length - next];
    }
    double from = first;
    return Split.byPart(Arrays.stream(times).mapToInt(time -> time >= from ? 1 : 0).toArray(), 1);
  }

  private static int count(int rows, double share) {
    if (!(share > 0 && share < 1) || rows < 2) {
      throw new InvalidInput(
          "validation_data_size",
          "a share of %s of %d rows cannot be held out; it is between 0 and 1, of at least 2 rows"
              .formatted(share, rows));
    }
    return Math.clamp(Math.round(rows * share), 1, rows - 1);
  }
}
