package dev.lazuli.ml.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static final int[] CLASSES =
      IntStream.range(0, 103).map(row -> row % 10 == 0 ? 1 : 0).toArray();

  @Test
  void everyRowIsValidatedOnce() {
    assertPartition(Folds.random(103, 5, new Random(1)), 103);
    assertPartition(Folds.stratified(CLASSES, 5, new Random(1)), 103);
    assertPartition(Folds.grouped(groups(), 5, new Random(1)), 103);
  }

  @Test
  void theSameSeedGivesTheSameFolds() {
    int[] first = Folds.stratified(CLASSES, 5, new Random(3)).get(2).validation();
    int[] second = Folds.stratified(CLASSES, 5, new Random(3)).get(2).validation();

    assertThat(first).isEqualTo(second);
    assertThat(first).isNotEqualTo(Folds.stratified(CLASSES, 5, new Random(4)).get(2).validation());
  }

  @Test
  void stratifiedFoldsHaveEachClassInItsShare() {
    for (Split split : Folds.stratified(CLASSES, 5, new Random(1))) {
      assertThat(Arrays.stream(split.validation()).filter(row -> CLASSES[row] == 1).count())
          .isBetween(2L, 3L);
      assertThat(split.validation().length).isBetween(20, 21);
    }
  }

  @Test
  void aGroupIsNeverOnBothSides() {
    int[] groups = groups();
    for (Split split : Folds.grouped(groups, 5, new Random(1))) {
      var held = Arrays.stream(split.validation()).map(row -> groups[row]).boxed().toList();
      assertThat(Arrays.stream(split.train()).map(row -> groups[row]).boxed())
          .doesNotContainAnyElementsOf(held);
      assertThat(split.validation().length).isBetween(18, 24);
    }
    assertThatThrownBy(() -> Folds.grouped(new int[] {0, 0, 1}, 3, new Random(1)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("2 groups are too few for 3 folds");
  }

  @Test
  void repeatedFoldsDiffer() {
    Random random = new Random(1);

    List<Split> splits = Folds.repeated(2, () -> Folds.random(50, 5, random));

    assertThat(splits).hasSize(10);
    assertThat(splits.get(0).validation()).isNotEqualTo(splits.get(5).validation());
  }

  @Test
  void moreFoldsThanRowsAreRefused() {
    assertThatThrownBy(() -> Folds.random(3, 5, new Random(1)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("5 folds of 3 rows");
  }

  private static int[] groups() {
    return IntStream.range(0, 103).map(row -> row / 4).toArray();
  }

  private static void assertPartition(List<Split> splits, int rows) {
    int[] seen = new int[rows];
    for (Split split : splits) {
      assertThat(split.train().length + split.validation().length).isEqualTo(rows);
      assertThat(split.validation()).isSorted();
      Arrays.stream(split.validation()).forEach(row -> seen[row]++);
    }
    assertThat(seen).containsOnly(1);
  }
}
