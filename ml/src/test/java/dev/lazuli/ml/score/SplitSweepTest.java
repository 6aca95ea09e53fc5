package dev.lazuli.ml.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitSweepTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 32, 33, 64, 65, 97, 700})
  void aSweepGivesTheBitsOfThePlainWalk(int leavesMax) {
    for (int seed = 0; seed < 8; seed++) {
      SplittableRandom random = new SplittableRandom(100L * leavesMax + seed);
      int features = 1 + random.nextInt(9);
      int categorical = random.nextInt(features + 1);
      int k = 1 + seed % 3;
      assertSwept(
          random,
          RandomForests.ensemble(random, 1 + seed, features, categorical, leavesMax, k),
          categorical,
          1 + random.nextInt(300));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 63, 64, 1023, 1024, 1025, 2500})
  void blocksOfAnySizeAreSwept(int rows) {
    SplittableRandom random = new SplittableRandom(rows);
    assertSwept(random, RandomForests.ensemble(random, 12, 6, 2, 63, 1), 2, rows);
  }

  @Test
  void noTreesAndTreesOfOneLeafAreSwept() {
    SplittableRandom random = new SplittableRandom(1);
    Tree leaf = Tree.constant(3, 1);
    assertSwept(random, new TreeEnsemble(List.of(), 2, new double[] {1, 2}), 0, 70);
    assertSwept(random, new TreeEnsemble(List.of(leaf, leaf), 2, new double[] {1, 2}), 0, 70);
  }

  /// Only feature 3 of 5 is split; others may hold anything.
  @Test
  void featuresWithoutSplitsDoNotMatter() {
    TreeBuilder builder = new TreeBuilder(3);
    builder.split(0, 3, 1.5, false, 1);
    builder.split(1, 3, 2.5, true, 1);
    builder.leaf(0, 1, 1);
    builder.leaf(1, 2, 1);
    builder.leaf(2, 4, 1);
    TreeEnsemble ensemble = new TreeEnsemble(List.of(builder.build()), 5, new double[1]);
    assertSwept(new SplittableRandom(2), ensemble, 0, 200);
  }

  private static void assertSwept(
      SplittableRandom random, TreeEnsemble ensemble, int categorical, int rows) {
    int width = ensemble.features();
    int k = ensemble.outputs();
    double[] all = new double[rows * width];
    double[] expected = new double[rows * k];
    double[] one = new double[k];
    for (int r = 0; r < rows; r++) {
      double[] row = RandomForests.row(random, width, categorical);
      ensemble.score(row, one);
      System.arraycopy(row, 0, all, r * width, width);
      System.arraycopy(one, 0, expected, r * k, k);
    }
    SplitSweep sweep = new SplitSweep(ensemble, FeatureCodes.of(ensemble));
    double[] out = new double[rows * k];
    // twice: what one call leaves in its room must not show in the next
    for (int time = 0; time < 2; time++) {
      Arrays.fill(out, -1);
      sweep.scoreBlock(RowBlock.ofRows(all, width, rows), out);
      assertThat(out).isEqualTo(expected);
    }
  }
}
