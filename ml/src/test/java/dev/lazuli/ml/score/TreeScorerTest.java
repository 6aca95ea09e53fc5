package dev.lazuli.ml.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeScorerTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 5, 31, 63, 64, 65, 200})
  void everyScorerGivesTheBitsOfThePlainWalk(int leavesMax) {
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed * 1000L + leavesMax);
      int features = 1 + random.nextInt(8);
      int categorical = random.nextInt(features + 1);
      int k = 1 + random.nextInt(3);
      int trees = random.nextInt(20);
      TreeEnsemble ensemble =
          RandomForests.ensemble(random, trees, features, categorical, leavesMax, k);
      List<RowScorer> scorers = scorers(ensemble);
      for (int r = 0; r < 50; r++) {
        double[] row = RandomForests.row(random, features, categorical);
        double[] expected = new double[k];
        ensemble.score(row, expected);
        for (RowScorer scorer : scorers) {
          double[] out = new double[k];
          scorer.score(row, out);
          assertThat(out)
              .as("%s, seed %d", scorer.getClass().getSimpleName(), seed)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void manyRowsAtOnceGetTheBitsOfOneRow() {
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int k = 1 + seed % 3;
      int leavesMax = seed % 2 == 0 ? 40 : 150;
      TreeEnsemble ensemble = RandomForests.ensemble(random, seed * 5, 5, 2, leavesMax, k);
      double[] rows = new double[600 * 5];
      double[] expected = new double[600 * k];
      for (int r = 0; r < 600; r++) {
        double[] row = RandomForests.row(random, 5, 2);
        double[] out = new double[k];
        ensemble.score(row, out);
        System.arraycopy(row, 0, rows, 5 * r, 5);
        System.arraycopy(out, 0, expected, k * r, k);
      }
      double[][] columns = new double[5][607];
      for (int i = 0; i < rows.length; i++) {
        columns[i % 5][7 + i / 5] = rows[i];
      }
      for (RowScorer scorer : scorers(ensemble)) {
        double[] out = new double[600 * k];
        scorer.scoreAll(rows, 5, 600, out);
        assertThat(out).isEqualTo(expected);
        double[] ofColumns = new double[600 * k];
        scorer.scoreColumns(columns, 7, 600, ofColumns);
        assertThat(ofColumns).isEqualTo(expected);
      }
    }
  }

  /// All that there are, the table with each grain and in tiles, the sweep for many rows.
  private static List<RowScorer> scorers(TreeEnsemble ensemble) {
    FeatureCodes codes = FeatureCodes.of(ensemble);
    List<RowScorer> scorers = new ArrayList<>();
    scorers.add(TreeScorer.compile(ensemble));
    scorers.add(new FlatWalk(ensemble));
    scorers.add(new PairedScorer(new FlatWalk(ensemble), new SplitSweep(ensemble, codes)));
    scorers.add(new CompiledTrees(ensemble));
    for (int grain : new int[] {0, 1, 3, 6}) {
      MaskLayout layout = MaskLayout.of(ensemble, codes, grain);
      scorers.add(new MaskTable(ensemble, layout, 1 << 20));
      scorers.add(new MaskTable(ensemble, layout, 2));
    }
    return scorers;
  }

  @Test
  void aTreeTooLargeForOneMethodIsCompiledToo() {
    SplittableRandom random = new SplittableRandom(4);
    TreeEnsemble ensemble = RandomForests.ensemble(random, 3, 6, 2, 9000, 2);
    CompiledTrees compiled = new CompiledTrees(ensemble);
    double[] expected = new double[2];
    double[] out = new double[2];

    for (int r = 0; r < 2000; r++) {
      double[] row = RandomForests.row(random, 6, 2);
      ensemble.score(row, expected);
      compiled.score(row, out);
      assertThat(out).isEqualTo(expected);
    }
  }

  @Test
  void theFastestOnARowSampleGivesTheSameBits() {
    SplittableRandom random = new SplittableRandom(5);
    TreeEnsemble ensemble = RandomForests.ensemble(random, 30, 4, 1, 40, 1);
    double[] row = RandomForests.row(random, 4, 1);
    RowScorer scorer = TreeScorer.fastest(ensemble, RowBlock.ofRows(row, 4, 1), System::nanoTime);

    double[] expected = new double[1];
    ensemble.score(row, expected);
    double[] out = new double[1];
    scorer.score(row, out);
    assertThat(out).isEqualTo(expected);
  }

  /// The choice follows the costs: few features a table, many features or huge trees not.
  @Test
  void theChoiceFollowsTheShapeOfTheEnsemble() {
    SplittableRandom random = new SplittableRandom(6);

    assertThat(TreeScorer.compile(RandomForests.ensemble(random, 100, 3, 0, 63, 1)))
        .isInstanceOf(MaskTable.class);
    assertThat(ofFew(RandomForests.ensemble(random, 100, 30, 0, 63, 1)))
        .isInstanceOf(MaskTable.class);
    assertThat(ofFew(RandomForests.ensemble(random, 300, 100, 0, 200, 1)))
        .isInstanceOf(CompiledTrees.class);
    assertThat(TreeScorer.compile(RandomForests.ensemble(random, 60, 300, 0, 200, 1)))
        .isInstanceOf(CompiledTrees.class);
    assertThat(TreeScorer.compile(RandomForests.ensemble(random, 60, 90, 0, 4000, 1)))
        .isInstanceOf(FlatWalk.class);
  }

  private static RowScorer ofFew(TreeEnsemble ensemble) {
    return ((PairedScorer) TreeScorer.compile(ensemble)).few();
  }

  @Test
  void aFeatureSplitBothByThresholdAndBySetIsScoredToo() {
    TreeBuilder builder = new TreeBuilder(3);
    builder.split(0, 0, 1.5, false, 1);
    builder.splitCodes(1, 0, new long[] {4}, 1);
    builder.leaf(0, 1, 1);
    builder.leaf(1, 2, 1);
    builder.leaf(2, 4, 1);
    RowScorer scorer =
        TreeScorer.compile(new TreeEnsemble(List.of(builder.build()), 1, new double[] {0}));

    assertThat(score(scorer, 1)).isEqualTo(1);
    assertThat(score(scorer, 2)).isEqualTo(2);
    assertThat(score(scorer, 3)).isEqualTo(4);
  }

  private static double score(RowScorer scorer, double value) {
    double[] out = new double[1];
    scorer.score(new double[] {value}, out);
    return out[0];
  }

  @Test
  void manyThreadsShareAScorer() throws InterruptedException {
    SplittableRandom random = new SplittableRandom(9);
    TreeEnsemble ensemble = RandomForests.ensemble(random, 50, 6, 2, 31, 1);
    RowScorer scorer = TreeScorer.compile(ensemble);
    double[][] rows = new double[500][];
    double[] expected = new double[500];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = RandomForests.row(random, 6, 2);
      double[] out = new double[1];
      ensemble.score(rows[r], out);
      expected[r] = out[0];
    }
    double[][] seen = new double[8][500];
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      double[] mine = seen[i];
      threads[i] =
          Thread.startVirtualThread(() -> {
            for (int r = 0; r < rows.length; r++) {
              double[] out = new double[1];
              scorer.score(rows[r], out);
              mine[r] = out[0];
            }
          });
    }
    for (Thread thread : threads) {
      thread.join();
    }

    for (double[] mine : seen) {
      assertThat(mine).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {900, 7_000, 60_000})
  void aTreeAsDeepAsItHasLeavesIsScored(int leaves) {
    for (boolean same : new boolean[] {true, false}) {
      TreeBuilder builder = new TreeBuilder(leaves);
      for (int leaf = 0; leaf < leaves - 1; leaf++) {
        builder.split(leaf, 0, same ? 1 : leaf, true, 1);
        builder.leaf(leaf, leaf, 1);
      }
      builder.leaf(leaves - 1, -1, 1);

      assertScored(builder.build(), leaves);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7_000, 30_000})
  void aTreeOfVeryManyLeavesIsScored(int leaves) {
    TreeBuilder builder = new TreeBuilder(leaves);
    ArrayDeque<int[]> open = new ArrayDeque<>(List.of(new int[] {0, 0, leaves}));
    while (!open.isEmpty()) {
      int[] range = open.remove();
      int middle = (range[1] + range[2]) >>> 1;
      if (middle == range[1]) {
        builder.leaf(range[0], range[1] / 7.0, 1);
      } else {
        int right = builder.split(range[0], 0, middle - 0.5, false, 1);
        open.add(new int[] {range[0], range[1], middle});
        open.add(new int[] {right, middle, range[2]});
      }
    }

    assertScored(builder.build(), leaves);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 31})
  void manyTreesWhoseNumbersAllDifferAreCompiled(int leaves) {
    SplittableRandom random = new SplittableRandom(leaves);
    List<Tree> trees = new ArrayList<>();
    for (int t = 0; t < 40_000 / leaves; t++) {
      TreeBuilder builder = new TreeBuilder(leaves);
      while (builder.leaves() < leaves) {
        int leaf = random.nextInt(builder.leaves());
        builder.split(leaf, random.nextInt(300), random.nextGaussian(), true, 1);
      }
      for (int leaf = 0; leaf < leaves; leaf++) {
        builder.leaf(leaf, random.nextGaussian(), 1);
      }
      trees.add(builder.build());
    }
    TreeEnsemble ensemble = new TreeEnsemble(trees, 300, new double[1]);
    double[] row = random.doubles(300, -2, 2).toArray();
    double[] expected = new double[1];
    double[] out = new double[1];

    ensemble.score(row, expected);
    new CompiledTrees(ensemble).score(row, out);

    assertThat(out).isEqualTo(expected);
  }

  private static void assertScored(Tree tree, int leaves) {
    TreeEnsemble ensemble = new TreeEnsemble(List.of(tree), 1, new double[1]);
    RowScorer scorer = TreeScorer.compile(ensemble);
    for (double x : new double[] {-1, 0, 1, leaves / 2.0, leaves - 1.5, leaves, Double.NaN}) {
      double[] expected = new double[1];
      double[] out = new double[1];
      ensemble.score(new double[] {x}, expected);
      scorer.score(new double[] {x}, out);
      assertThat(out).isEqualTo(expected);
    }
  }
}
