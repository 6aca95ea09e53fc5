package dev.lazuli.ml.boost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.boost.Constraints.Direction;
import dev.lazuli.ml.score.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintsTest {
  /// The target goes against the constraint in places, so that keeping it takes effort.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void scoresNeverGoAgainstTheirDirection(int seed) {
    Tables.Mixed mixed = Tables.mixed(2000, 4, 6, seed);
    SplittableRandom random = new SplittableRandom(seed);
    boolean binary = seed % 2 == 0;
    BoostSettings settings =
        BoostSettings.defaults(binary ? Loss.logistic() : Loss.squared())
            .withRounds(40)
            .withLearningRate(0.2)
            .withMinRowsInLeaf(3)
            .withL1(seed % 3 == 0 ? 0.5 : 0)
            .withExtraTrees(seed == 5)
            .withGrowth(seed % 4 < 2 ? Growth.LEAF_WISE : Growth.DEPTH_WISE)
            .withConstraints(
                Constraints.none().with(0, Direction.INCREASING).with(2, Direction.DECREASING));
    double[] target = binary ? mixed.signal().classes(2) : mixed.signal().numbers();

    Boosted model = Tables.fit(mixed.table(), target, settings);

    assertThat(model.ensemble().gains()[0]).isPositive();
    double[] row = new double[5];
    for (int r = 0; r < 200; r++) {
      mixed.table().row(r, row);
      isMonotone(model, row, 0, 1, random);
      isMonotone(model, row, 2, -1, random);
    }
  }

  private static void isMonotone(
      Boosted model, double[] row, int feature, int sign, SplittableRandom random) {
    double kept = row[feature];
    double[] out = new double[1];
    double before = Double.NEGATIVE_INFINITY;
    double[] values = random.doubles(40, -1.2, 1.2).sorted().toArray();
    for (double value : values) {
      row[feature] = value;
      model.ensemble().score(row, out);
      assertThat(sign * out[0]).isGreaterThanOrEqualTo(before);
      before = sign * out[0];
    }
    row[feature] = kept;
  }

  @ParameterizedTest
  @ValueSource(strings = {"LEAF_WISE", "DEPTH_WISE", "OBLIVIOUS"})
  void noPathJoinsFeaturesOfDifferentGroups(String growth) {
    Tables.Mixed mixed = Tables.mixed(4000, 5, 6, 9);
    List<Set<Integer>> groups = List.of(Set.of(0, 1), Set.of(1, 2, 5));
    BoostSettings settings =
        BoostSettings.defaults(Loss.squared())
            .withRounds(30)
            .withGrowth(Growth.valueOf(growth))
            .withColumnFractionPerNode(0.8)
            .withConstraints(Constraints.none().withGroup(groups.get(0)).withGroup(groups.get(1)));

    Boosted model = Tables.fit(mixed.table(), mixed.signal().numbers(), settings);

    for (Tree tree : model.ensemble().trees()) {
      check(tree, tree.splits() == 0 ? ~0 : 0, Set.of(), groups);
    }
  }

  private static void check(Tree tree, int node, Set<Integer> path, List<Set<Integer>> groups) {
    if (node < 0) {
      assertThat(path.size() <= 1 || groups.stream().anyMatch(g -> g.containsAll(path)))
          .as("a path over %s", path)
          .isTrue();
      return;
    }
    Set<Integer> longer = new HashSet<>(path);
    longer.add(tree.feature(node));
    check(tree, tree.left(node), longer, groups);
    check(tree, tree.right(node), longer, groups);
  }
}
