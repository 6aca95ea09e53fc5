package dev.lazuli.ml.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldOutTest {
  @Test
  void theShareOfTheRowsIsHeldOut() {
    Split split = HoldOut.random(1000, 0.1, new Random(1));

    assertThat(split.validation()).hasSize(100).isSorted();
    assertThat(split.train()).hasSize(900).isSorted();
    assertThat(HoldOut.random(3, 0.01, new Random(1)).validation()).hasSize(1);
  }

  @Test
  void eachClassKeepsItsShareAndAClassOfOneRowIsTrainedOn() {
    int[] classes =
        IntStream.range(0, 1001).map(row -> row == 1000 ? 2 : row % 10 == 0 ? 1 : 0).toArray();

    Split split = HoldOut.stratified(classes, 0.1, new Random(1));

    int[] held = new int[3];
    Arrays.stream(split.validation()).forEach(row -> held[classes[row]]++);
    assertThat(held).containsExactly(90, 10, 0);
  }

  @Test
  void groupsStayTogether() {
    int[] groups = IntStream.range(0, 100).map(row -> row % 7).toArray();

    Split split = HoldOut.grouped(groups, 0.2, new Random(1));

    var held = Arrays.stream(split.validation()).map(row -> groups[row]).boxed().toList();
    assertThat(split.validation().length).isBetween(20, 35);
    assertThat(Arrays.stream(split.train()).map(row -> groups[row]).boxed())
        .doesNotContainAnyElementsOf(held);
  }

  @Test
  void theLatestRowsAreHeldOutAndEqualTimesStayTogether() {
    Split split = HoldOut.latest(new double[] {5, 1, 2, 4, 4, 3, 4, 0, 9, 1}, 0.3);

    assertThat(split.validation()).containsExactly(0, 3, 4, 6, 8);
    assertThat(HoldOut.latest(new double[] {1, 1, 1, 2}, 0.5).validation()).containsExactly(3);
    assertThatThrownBy(() -> HoldOut.latest(new double[] {1, 1}, 0.5))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("same time");
  }

  @Test
  void sharesOutsideZeroAndOneAreRefused() {
    assertThatThrownBy(() -> HoldOut.random(10, 1.0, new Random(1)))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> HoldOut.random(10, Double.NaN, new Random(1)))
        .isInstanceOf(InvalidInput.class);
  }
}
