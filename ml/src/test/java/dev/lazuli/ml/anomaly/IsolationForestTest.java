package dev.lazuli.ml.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeBuilder;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IsolationForestTest {
  @Test
  void withItsTreesScoresAreThoseOfScikitLearn() {
    Json reference = Oracle.json(IsolationForestTest.class, "isolation.json");
    double[][] x = Oracle.matrix(reference.require("x"));
    List<Tree> trees = new ArrayList<>();
    for (Json tree : reference.require("trees").items()) {
      TreeBuilder builder = new TreeBuilder(tree.require("rows").items().size());
      copy(tree, 0, builder, 0, 0);
      trees.add(builder.build());
    }

    IsolationForest forest = new IsolationForest(new TreeEnsemble(trees, 2, new double[1]), 32);

    double[] wanted =
        Arrays.stream(Oracle.numbers(reference.require("scores"))).map(s -> -s).toArray();
    assertThat(forest.scores(x)).containsExactly(wanted, within(1e-12));
  }

  @Test
  void rowsFarFromTheOthersScoreHighest() {
    double[][] rows = new double[500][];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {random.nextGaussian(), random.nextGaussian(), 1};
    }
    rows[17] = new double[] {8, -8, 1};

    IsolationForest forest =
        IsolationForest.fit(rows, IsolationSettings.defaults(), StopSignal.never());

    double[] scores = forest.scores(rows);
    double threshold = forest.threshold(rows, 0.01);
    assertThat(scores[17]).isEqualTo(Arrays.stream(scores).max().orElseThrow()).isGreaterThan(0.7);
    assertThat(Arrays.stream(scores).filter(s -> s > threshold).count()).isEqualTo(5);
    assertThat(Arrays.stream(scores).sorted().toArray()[250]).isLessThan(0.5);
  }

  @Test
  void theSameSeedGivesTheSameScores() {
    double[][] rows = {{1}, {2}, {3}, {9}};
    IsolationSettings settings = IsolationSettings.defaults().withSize(5, 3);

    double[] first = IsolationForest.fit(rows, settings, StopSignal.never()).scores(rows);

    assertThat(IsolationForest.fit(rows, settings, StopSignal.never()).scores(rows))
        .containsExactly(first);
    assertThat(IsolationForest.fit(rows, settings.withSeed(9), StopSignal.never()).scores(rows))
        .isNotEqualTo(first);
  }

  @Test
  void badInputIsRefused() {
    double[][] one = {{1}};

    assertThatThrownBy(
            () -> IsolationForest.fit(one, IsolationSettings.defaults(), StopSignal.never()))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("one row cannot be set apart");
    assertThatThrownBy(() -> IsolationSettings.defaults().withSize(0, 10))
        .isInstanceOf(InvalidInput.class);
  }

  private static void copy(Json tree, int node, TreeBuilder builder, int leaf, int depth) {
    int left = tree.require("left").items().get(node).integer();
    int rows = tree.require("rows").items().get(node).integer();
    if (left < 0) {
      builder.leaf(leaf, depth + IsolationForest.pathLength(rows), rows);
      return;
    }
    int feature = tree.require("feature").items().get(node).integer();
    double threshold = tree.require("threshold").items().get(node).number();
    int other = builder.split(leaf, feature, threshold, false, 0);
    copy(tree, left, builder, leaf, depth + 1);
    copy(tree, tree.require("right").items().get(node).integer(), builder, other, depth + 1);
  }
}
