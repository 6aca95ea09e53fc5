package dev.lazuli.ml.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixingTest {
  @Test
  void membersAreGoodByThemselves() {
    double[] errors = {1.0, 1.1, 1.3, 1.19};
    List<String> algorithms = List.of("Theta", "Naive", "AutoArima", "LightGBM");

    assertThat(Mixing.standard().good(errors, algorithms, 100)).containsExactly(0, 1, 3);
    assertThat(Mixing.standard().good(errors, algorithms, 5)).containsExactly(0, 3);
  }

  @Test
  void fewOriginsDrawSharesTowardsEqualOnes() {
    List<String> algorithms = List.of("Theta", "AutoArima", "Theta");
    double[] greedy = {1, 0, 0};

    double[] few = Mixing.standard().steadied(greedy, algorithms, 2);
    double[] many = Mixing.standard().steadied(greedy, algorithms, 2000);

    assertThat(few[0]).isLessThan(0.6);
    assertThat(many[0]).isGreaterThan(0.99);
    assertThat(few[2]).isZero();
    assertThat(Arrays.stream(few).sum()).isEqualTo(1, within(1e-12));
  }
}
