package dev.lazuli.ml.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LightGbmModelTest {
  @Test
  void aModelReadBackFromItsTextGivesTheSameBits() {
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int k = 1 + seed % 3;
      TreeEnsemble ensemble = RandomForests.ensemble(random, 1 + seed, 5, 2, 40, k);
      List<String> names = IntStream.range(0, 5).mapToObj(f -> "x" + f).toList();

      LightGbmModel read =
          LightGbmModel.parse(new LightGbmModel(ensemble, names, "regression").text());

      assertThat(read.featureNames()).isEqualTo(names);
      for (int r = 0; r < 100; r++) {
        double[] row = RandomForests.row(random, 5, 2);
        for (int f = 0; f < 5; f++) {
          row[f] = Math.clamp(row[f], -1e300, 1e300); // the text holds finite thresholds
        }
        double[] expected = new double[k];
        double[] out = new double[k];
        ensemble.score(row, expected);
        read.ensemble().score(row, out);
        assertThat(out).isEqualTo(expected);
      }
    }
  }

  @Test
  void aModelWithoutTreesKeepsItsStartScore() {
    TreeEnsemble ensemble = new TreeEnsemble(List.of(), 1, new double[] {2.5});

    LightGbmModel read =
        LightGbmModel.parse(new LightGbmModel(ensemble, List.of("x"), "regression").text());

    double[] out = new double[1];
    read.ensemble().score(new double[] {1}, out);
    assertThat(out).containsExactly(2.5);
  }

  @Test
  void textThatIsNoModelIsRefused() {
    assertThatThrownBy(() -> LightGbmModel.parse("hello"))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the LightGBM model text does not start with the line 'tree'");
    assertThatThrownBy(() -> LightGbmModel.parse("tree\n"))
        .hasMessage("the LightGBM model text lacks 'num_tree_per_iteration'");
    String loop =
        """
        tree
        num_tree_per_iteration=1
        max_feature_idx=0
        feature_names=x
        Tree=0
        num_leaves=2
        split_feature=0
        threshold=1
        decision_type=2
        left_child=0
        right_child=-2
        leaf_value=1 2
        """;
    assertThatThrownBy(() -> LightGbmModel.parse(loop))
        .hasMessage("the LightGBM model text has a tree whose split 0 has the child 0");
  }
}
