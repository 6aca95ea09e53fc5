package dev.lazuli.ml.split;

import dev.lazuli.ml.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Cross-validation: every row is validated in exactly one of several splits.
public final class Folds {
  private Folds() {}

  /// Random folds, whose sizes differ by at most one row.
  ///
  /// @param rows number of rows
  /// @param folds at least 2 and at most `rows`
  public static List<Split> random(int rows, int folds, RandomGenerator random) {
    require(rows, folds);
    int[] parts = new int[rows];
    int[] order = Shuffle.of(rows, random);
    for (int i = 0; i < rows; i++) {
      parts[order[i]] = i % folds;
    }
    return splits(parts, folds);
  }

  /// Random folds in which each class has its share, to within one row.
  ///
  /// @param classes class of each row, in `[0, k)`
  public static List<Split> stratified(int[] classes, int folds, RandomGenerator random) {
    require(classes.length, folds);
    int[] parts = new int[classes.length];
    int next = 0;
    for (int[] rows : Shuffle.byClass(classes, random)) {
      for (int row : rows) {
        parts[row] = next;
        next = (next + 1) % folds;
      }
    }
    return splits(parts, folds);
  }

  /// Folds that keep the rows of a group together, of sizes as equal as the groups allow.
  ///
  /// Same rule as scikit-learn's
  /// [GroupKFold](https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.GroupKFold.html):
  /// the largest group goes to the smallest fold; ours breaks ties by chance.
  ///
  /// @param groups group of each row, in `[0, k)`
  /// @throws InvalidInput when there are fewer groups than folds
  public static List<Split> grouped(int[] groups, int folds, RandomGenerator random) {
    require(groups.length, folds);
    int[] sizes = Shuffle.sizes(groups);
    long present = Arrays.stream(sizes).filter(size -> size > 0).count();
    if (present < folds) {
      throw new InvalidInput(
          "folds", "%d groups are too few for %d folds".formatted(present, folds));
    }
    List<Integer> order = new ArrayList<>();
    for (int group : Shuffle.of(sizes.length, random)) {
      order.add(group);
    }
    order.sort(Comparator.comparingInt((Integer group) -> sizes[group]).reversed());
    int[] filled = new int[folds];
    int[] partOfGroup = new int[sizes.length];
    for (int group : order) {
      int smallest = 0;
      for (int fold = 1; fold < folds; fold++) {
        smallest = filled[fold] < filled[smallest] ? fold : smallest;
      }
      partOfGroup[group] = smallest;
      filled[smallest] += sizes[group];
    }
    return splits(Arrays.stream(groups).map(group -> partOfGroup[group]).toArray(), folds);
  }

  /// Splits that each train on the earliest rows and validate on the rows that follow.
  ///
  /// Same rule as scikit-learn's
  /// [TimeSeriesSplit](https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.TimeSeriesSplit.html),
  /// but that rows of the same time stay on one side.
  ///
  /// @param times time of each row
  /// @throws InvalidInput when there are fewer different times than splits + 1
  public static List<Split> forward(double[] times, int folds) {
    require(times.length, folds);
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    if (Double.isNaN(sorted[sorted.length - 1])) {
      throw new InvalidInput("times", "a row has no time; leave it out first");
    }
    double[] starts = new double[folds + 1];
    int place = 0;
    for (int part = 0; part <= folds; part++) {
      place = Math.max(place, (int) ((long) part * sorted.length / (folds + 1)));
      while (part > 0 && place < sorted.length && sorted[place] == sorted[place - 1]) {
        place++;
      }
      if (place >= sorted.length) {
        throw new InvalidInput(
            "times", "the rows have too few different times for %d splits".formatted(folds));
      }
      starts[part] = sorted[place];
      place++;
    }
    List<Split> splits = new ArrayList<>();
    for (int part = 1; part <= folds; part++) {
      double from = starts[part];
      double to = part < folds ? starts[part + 1] : Double.POSITIVE_INFINITY;
      int[] rows = IntStream.range(0, times.length).toArray();
      splits.add(
          new Split(
              Arrays.stream(rows).filter(row -> times[row] < from).toArray(),
              Arrays.stream(rows).filter(row -> times[row] >= from && times[row] < to).toArray()));
    }
    return splits;
  }

  /// The same kind of folds drawn several times, one after the other.
  public static List<Split> repeated(int times, Supplier<List<Split>> folds) {
    return IntStream.range(0, times).mapToObj(_ -> folds.get()).flatMap(List::stream).toList();
  }

  private static void require(int rows, int folds) {
    if (folds < 2 || folds > rows) {
      throw new InvalidInput(
          "folds",
          "%d folds of %d rows; folds are at least 2 and at most as many as rows"
              .formatted(folds, rows));
    }
  }

  private static List<Split> splits(int[] parts, int folds) {
    return IntStream.range(0, folds).mapToObj(fold -> Split.byPart(parts, fold)).toList();
  }
}
