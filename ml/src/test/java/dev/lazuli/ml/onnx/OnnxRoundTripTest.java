package dev.lazuli.ml.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeBuilder;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnnxRoundTripTest {
  private static final int NUMBERS = 3;
  private static final int CODES = 70;

  @Test
  void treesReadBackFromTheirNodeGiveTheSameBits() {
    for (int seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int k = 1 + seed % 3;
      TreeEnsemble ensemble = ensemble(random, k);

      Map<String, OnnxAttribute> attributes =
          TreeNodes.of(ensemble, new int[] {0, 0, 0, CODES, CODES});
      OnnxNode node =
          new OnnxNode(
              "TreeEnsembleRegressor", OnnxNode.ML, List.of("x"), List.of("y"), attributes);
      OnnxGraph graph = new OnnxGraph(List.of(), List.of(), List.of(node), Map.of(), Map.of());
      TreeEnsemble read = read(OnnxReader.read(graph.toBytes()).nodes().getFirst(), k);

      for (int row = 0; row < 200; row++) {
        double[] values = row(random);
        double[] expected = new double[k];
        double[] out = new double[k];
        ensemble.score(values, expected);
        read.score(values, out);
        assertThat(out).isEqualTo(expected);
      }
    }
  }

  private static TreeEnsemble read(OnnxNode node, int k) {
    List<Expression> columns =
        IntStream.range(0, NUMBERS + 2)
            .<Expression>mapToObj(f -> Expression.Affine.of(f, DoubleUnaryOperator.identity()))
            .toList();
    return new OnnxTrees(node, columns, "target")
        .ensemble(NUMBERS + 2, node.reals("base_values"), IntStream.range(0, k).toArray());
  }

  private static TreeEnsemble ensemble(SplittableRandom random, int k) {
    List<Tree> trees = new ArrayList<>();
    for (int t = 0; t < 3 * k; t++) {
      TreeBuilder builder = new TreeBuilder(30);
      int leaves = random.nextInt(1, 31);
      while (builder.leaves() < leaves) {
        int leaf = random.nextInt(builder.leaves());
        int feature = random.nextInt(NUMBERS + 2);
        if (feature >= NUMBERS) {
          long[] codes = {random.nextLong() >>> random.nextInt(64), random.nextInt(64)};
          builder.splitCodes(leaf, feature, codes, 1);
        } else {
          builder.split(leaf, feature, random.nextInt(-9, 9) / 4.0, random.nextBoolean(), 1);
        }
      }
      for (int leaf = 0; leaf < leaves; leaf++) {
        builder.leaf(leaf, random.nextGaussian(), 1);
      }
      trees.add(builder.build());
    }
    return new TreeEnsemble(trees, NUMBERS + 2, random.doubles(k).toArray());
  }

  private static double[] row(SplittableRandom random) {
    double[] row = new double[NUMBERS + 2];
    for (int f = 0; f < row.length; f++) {
      boolean missing = random.nextInt(8) == 0;
      double value = f < NUMBERS ? random.nextInt(-20, 20) / 8.0 : random.nextInt(CODES);
      row[f] = missing ? Double.NaN : value;
    }
    return row;
  }
}
