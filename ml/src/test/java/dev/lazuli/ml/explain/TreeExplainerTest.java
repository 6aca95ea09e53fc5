package dev.lazuli.ml.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.score.LightGbmModel;
import dev.lazuli.ml.score.TreeBuilder;
import dev.lazuli.ml.score.TreeEnsemble;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeExplainerTest {
  /// A file that `src/test/python/reference.py` made with LightGBM.
  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(LightGbmModel.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[][] table(String name) {
    return resource(name)
        .lines()
        .map(line -> line.replace("inf", "Infinity").split(",", -1))
        .map(fields -> Arrays.stream(fields).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"regression", "classes"})
  void contributionsEqualThoseOfLightGbm(String name) {
    TreeEnsemble ensemble = LightGbmModel.parse(resource(name + ".txt")).ensemble();
    TreeExplainer explainer = new TreeExplainer(ensemble);
    double[][] rows = table(name + "-rows.csv");
    double[][] expected = table(name + "-contributions.csv");
    double[] out = new double[explainer.size()];

    for (int r = 0; r < rows.length; r++) {
      explainer.explain(rows[r], out);
      assertThat(out).as("row %d", r).containsExactly(expected[r], within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"regression", "classes", "ours"})
  void contributionsSumToTheRawScore(String name) {
    TreeEnsemble ensemble = LightGbmModel.parse(resource(name + ".txt")).ensemble();
    TreeExplainer explainer = new TreeExplainer(ensemble);
    int width = ensemble.features() + 1;
    double[] out = new double[explainer.size()];
    double[] score = new double[ensemble.outputs()];

    for (double[] row : table(name + "-rows.csv")) {
      explainer.explain(row, out);
      ensemble.score(row, score);
      for (int c = 0; c < score.length; c++) {
        double sum = Arrays.stream(out, c * width, (c + 1) * width).sum();
        assertThat(sum).isCloseTo(score[c], within(1e-9));
      }
    }
  }

  @Test
  void aFeatureThatIsNeverSplitAddsNothing() {
    TreeBuilder builder = new TreeBuilder(2);
    builder.split(0, 1, 0.5, false, 1);
    builder.leaf(0, 1, 30);
    builder.leaf(1, 5, 10);
    TreeExplainer explainer =
        new TreeExplainer(new TreeEnsemble(List.of(builder.build()), 2, new double[] {10}));
    double[] out = new double[3];

    explainer.explain(new double[] {7, 1}, out);

    assertThat(out).containsExactly(0, 3, 12);
    assertThat(explainer.importance(List.of(new double[] {7, 1}, new double[] {7, 0})))
        .containsExactly(0, 2);
  }
}
