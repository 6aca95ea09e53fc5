package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.split.Folds;
import dev.lazuli.ml.split.HoldOut;
import dev.lazuli.ml.split.Split;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// How rows are parted for judging models: as asked for, or by the number of rows and the budget.
///
/// @param rule in words
/// @param laterRows whether validation rows come after training rows in time
record SplitPlan(List<Split> splits, String rule, boolean laterRows) {
  private static final int ROWS_SMALL = 1_000;
  private static final int ROWS_FEW = 8_000;
  private static final int ROWS_MEDIUM = 50_000;
  private static final int ROWS_LARGE = 200_000;
  private static final int HELD_MAX = 20_000;
  private static final double HELD_SHARE = 0.1;
  private static final int TIME_FOLDS = 3;

  SplitPlan {
    splits = List.copyOf(splits);
  }

  /// Chooses the splits.
  ///
  /// @throws InvalidInput when the rows cannot be parted as asked for
  static SplitPlan of(TrainingSet set, AutoMlSettings settings, CostModel costs) {
    Validation asked = settings.validation();
    SplittableRandom random = new SplittableRandom(settings.seed() ^ 0x5eed);
    if (asked.table() != null) {
      int[] held = IntStream.range(set.trainCount(), set.y().length).toArray();
      return new SplitPlan(List.of(new Split(set.trainRows(), held)), "validation data", false);
    }
    if (!set.roles().splits().isEmpty()) {
      return new SplitPlan(
          set.roles().splits(),
          "%d splits given as columns".formatted(set.roles().splits().size()),
          false);
    }
    Drawing drawing = new Drawing(set, random);
    if (asked.folds() > 0) {
      return drawing.folds(asked.folds(), 1);
    }
    if (asked.share() > 0) {
      return drawing.heldOut(asked.share());
    }
    int n = set.trainCount();
    if (n < ROWS_SMALL) {
      return drawing.folds(5, 2);
    }
    if (n <= ROWS_FEW) {
      return drawing.folds(costs.trainings(0.8) >= 12 ? 5 : 3, 1);
    }
    if (n <= ROWS_MEDIUM && costs.trainings(0.8) >= 5 * 5) {
      return drawing.folds(5, 1);
    }
    if (n <= ROWS_LARGE && costs.trainings(0.67) >= 3 * 5) {
      return drawing.folds(3, 1);
    }
    return drawing.heldOut(Math.min(HELD_SHARE, (double) HELD_MAX / n));
  }

  /// Draws splits that keep groups and repeated rows together and times in order.
  private record Drawing(TrainingSet set, SplittableRandom random) {
    SplitPlan folds(int wanted, int times) {
      RowRoles roles = set.roles();
      if (roles.times().length > 0) {
        int count = times > 1 ? TIME_FOLDS : wanted;
        return new SplitPlan(
            Folds.forward(roles.times(), count),
            "%d splits, each validated on later rows".formatted(count),
            true);
      }
      if (roles.groups().length > 0) {
        long groups = Arrays.stream(roles.groups()).distinct().count();
        if (groups < 2) {
          throw new InvalidInput("group_column", "all rows are in one group; two are needed");
        }
        int count = (int) Math.min(wanted, groups);
        return named(
            Folds.repeated(times, () -> Folds.grouped(roles.groups(), count, random)),
            "%d-fold cross-validation by group".formatted(count),
            times);
      }
      int[] leading = leading();
      int count = Math.min(wanted, leading.length);
      List<Split> splits =
          Folds.repeated(
              times,
              () ->
                  isClasses()
                      ? Folds.stratified(classes(leading), count, random)
                      : Folds.random(leading.length, count, random));
      return named(following(splits, leading), "%d-fold cross-validation".formatted(count), times);
    }

    private SplitPlan named(List<Split> splits, String rule, int times) {
      return new SplitPlan(
          splits, times == 1 ? rule : "%s, %d times".formatted(rule, times), false);
    }

    SplitPlan heldOut(double share) {
      RowRoles roles = set.roles();
      if (roles.times().length > 0) {
        return new SplitPlan(
            List.of(HoldOut.latest(roles.times(), share)),
            "the latest %.3g %% of the rows held out".formatted(share * 100),
            true);
      }
      if (roles.groups().length > 0) {
        return new SplitPlan(
            List.of(HoldOut.grouped(roles.groups(), share, random)),
            "groups with %.3g %% of the rows held out".formatted(share * 100),
            false);
      }
      int[] leading = leading();
      Split split =
          isClasses()
              ? HoldOut.stratified(classes(leading), share, random)
              : HoldOut.random(leading.length, share, random);
      return new SplitPlan(
          following(List.of(split), leading),
          "%.3g %% of the rows held out".formatted(share * 100),
          false);
    }

    private boolean isClasses() {
      return set.target().task() == Task.CLASSIFICATION;
    }

    /// The rows that repeat no earlier one.
    private int[] leading() {
      int[] leaders = set.roles().leaders();
      return IntStream.range(0, set.trainCount())
          .filter(row -> leaders.length == 0 || leaders[row] == row)
          .toArray();
    }

    private int[] classes(int[] rows) {
      return Arrays.stream(rows).map(row -> (int) set.y()[row]).toArray();
    }

    /// Splits of all rows, each on the side of the first one that it repeats.
    ///
    /// @param splits of places in `leading`
    private List<Split> following(List<Split> splits, int[] leading) {
      int[] leaders = set.roles().leaders();
      if (leaders.length == 0) {
        return splits;
      }
      return splits.stream()
          .map(split -> {
            boolean[] held = new boolean[leaders.length];
            for (int place : split.validation()) {
              held[leading[place]] = true;
            }
            int[] rows = IntStream.range(0, leaders.length).toArray();
            return new Split(
                Arrays.stream(rows).filter(row -> !held[leaders[row]]).toArray(),
                Arrays.stream(rows).filter(row -> held[leaders[row]]).toArray());
          })
          .toList();
    }
  }
}
