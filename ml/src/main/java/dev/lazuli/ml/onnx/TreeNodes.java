package dev.lazuli.ml.onnx;

import dev.lazuli.ml.onnx.OnnxAttribute.Tensor;
import dev.lazuli.ml.onnx.OnnxAttribute.Texts;
import dev.lazuli.ml.onnx.OnnxAttribute.Whole;
import dev.lazuli.ml.onnx.OnnxAttribute.Wholes;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/// Trees as the lists of a
/// [TreeEnsembleRegressor](https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleRegressor.html)
/// of double precision.
///
/// A split on a set of codes becomes a chain of equalities that share their true branch; ONNX
/// Runtime folds such a chain into one step. The chain goes over the smaller of the set and the
/// rest of the feature's codes.
final class TreeNodes {
  private final LongStream.Builder treeIds = LongStream.builder();
  private final LongStream.Builder nodeIds = LongStream.builder();
  private final LongStream.Builder features = LongStream.builder();
  private final LongStream.Builder trueIds = LongStream.builder();
  private final LongStream.Builder falseIds = LongStream.builder();
  private final LongStream.Builder missingTrue = LongStream.builder();
  private final DoubleStream.Builder values = DoubleStream.builder();
  private final List<String> modes = new ArrayList<>();
  private final LongStream.Builder leafTrees = LongStream.builder();
  private final LongStream.Builder leafNodes = LongStream.builder();
  private final LongStream.Builder leafTargets = LongStream.builder();
  private final DoubleStream.Builder leafWeights = DoubleStream.builder();
  private final int[] codeCounts;
  private final boolean withComplement;

  private TreeNodes(int[] codeCounts, boolean withComplement) {
    this.codeCounts = codeCounts;
    this.withComplement = withComplement;
  }

  /// The attributes of an ensemble, a target for each of its outputs.
  ///
  /// @param codeCounts how many codes each feature has; 0 for a numeric one
  static Map<String, OnnxAttribute> of(TreeEnsemble ensemble, int[] codeCounts) {
    double[] start = new double[ensemble.outputs()];
    Arrays.setAll(start, ensemble::startScore);
    return new TreeNodes(codeCounts, false).all(ensemble, start);
  }

  /// The attributes of an ensemble of one output: target 0 is 1 minus the score, target 1 the
  /// score.
  static Map<String, OnnxAttribute> withComplement(TreeEnsemble ensemble, int[] codeCounts) {
    double start = ensemble.startScore(0);
    return new TreeNodes(codeCounts, true).all(ensemble, new double[] {1 - start, start});
  }

  private Map<String, OnnxAttribute> all(TreeEnsemble ensemble, double[] start) {
    int count = ensemble.trees().size();
    for (int t = 0; t < count; t++) {
      tree(t, ensemble.trees().get(t), t % ensemble.outputs());
    }
    if (count == 0) {
      tree(0, Tree.constant(0, 1), 0);
    }
    return Map.ofEntries(
        Map.entry("n_targets", new Whole(start.length)),
        Map.entry("aggregate_function", new OnnxAttribute.Text("SUM")),
        Map.entry("post_transform", new OnnxAttribute.Text("NONE")),
        Map.entry("base_values_as_tensor", doubles(start)),
        Map.entry("nodes_treeids", wholes(treeIds)),
        Map.entry("nodes_nodeids", wholes(nodeIds)),
        Map.entry("nodes_featureids", wholes(features)),
        Map.entry("nodes_truenodeids", wholes(trueIds)),
        Map.entry("nodes_falsenodeids", wholes(falseIds)),
        Map.entry("nodes_missing_value_tracks_true", wholes(missingTrue)),
        Map.entry("nodes_modes", new Texts(List.copyOf(modes))),
        Map.entry("nodes_values_as_tensor", doubles(values.build().toArray())),
        Map.entry("target_treeids", wholes(leafTrees)),
        Map.entry("target_nodeids", wholes(leafNodes)),
        Map.entry("target_ids", wholes(leafTargets)),
        Map.entry("target_weights_as_tensor", doubles(leafWeights.build().toArray())));
  }

  private static Wholes wholes(LongStream.Builder values) {
    return new Wholes(values.build().toArray());
  }

  private static Tensor doubles(double[] values) {
    return new Tensor(OnnxTensor.doubles(values, values.length));
  }

  /// Adds a tree: the nodes of each split in their order, then the leaves.
  private void tree(int number, Tree tree, int target) {
    Chain[] chains = new Chain[tree.splits()];
    int[] first = new int[tree.splits() + 1];
    for (int split = 0; split < chains.length; split++) {
      chains[split] = chain(tree, split);
      first[split + 1] = first[split] + chains[split].size();
    }
    for (int split = 0; split < chains.length; split++) {
      int left = id(tree.left(split), first);
      int right = id(tree.right(split), first);
      chain(number, tree.feature(split), chains[split], first[split], left, right);
    }
    for (int leaf = 0; leaf < tree.leaves(); leaf++) {
      int id = first[chains.length] + leaf;
      node(number, id, 0, "LEAF", 0, 0, 0, false);
      double value = tree.leafValue(leaf);
      if (withComplement) {
        weight(number, id, 0, -value);
        weight(number, id, 1, value);
      } else {
        weight(number, id, target, value);
      }
    }
  }

  private static int id(int child, int[] first) {
    return child < 0 ? first[first.length - 1] + ~child : first[child];
  }

  /// What a split asks, one question after the other; the first that holds decides.
  ///
  /// @param isLess whether it is one comparison with a threshold, not equalities
  /// @param trueIsLeft whether a question that holds leads to the split's left child
  private record Chain(
      boolean isLess, boolean trueIsLeft, boolean missingIsTrue, List<Double> values) {
    int size() {
      return values.size();
    }
  }

  private Chain chain(Tree tree, int split) {
    if (!tree.isCategorical(split)) {
      return new Chain(true, true, tree.missingGoesLeft(split), List.of(tree.threshold(split)));
    }
    List<Double> left = new ArrayList<>();
    List<Double> right = new ArrayList<>();
    int codes = Math.max(codeCounts[tree.feature(split)], tree.codesEnd(split));
    for (int code = 0; code < codes; code++) {
      (tree.codeGoesLeft(split, code) ? left : right).add((double) code);
    }
    boolean missingLeft = tree.missingGoesLeft(split);
    if (right.isEmpty() || left.size() <= right.size()) {
      return new Chain(false, true, missingLeft, left.isEmpty() ? List.of(-1.0) : left);
    }
    return new Chain(false, false, !missingLeft, right);
  }

  private void chain(int tree, int feature, Chain chain, int first, int left, int right) {
    int whenTrue = chain.trueIsLeft() ? left : right;
    int atEnd = chain.trueIsLeft() ? right : left;
    String mode = chain.isLess() ? "BRANCH_LEQ" : "BRANCH_EQ";
    for (int i = 0; i < chain.size(); i++) {
      int whenFalse = i + 1 < chain.size() ? first + i + 1 : atEnd;
      double value = chain.values().get(i);
      node(tree, first + i, feature, mode, value, whenTrue, whenFalse, chain.missingIsTrue());
    }
  }

  private void node(
      int tree,
      int id,
      int feature,
      String mode,
      double value,
      int whenTrue,
      int whenFalse,
      boolean missingIsTrue) {
    treeIds.add(tree);
    nodeIds.add(id);
    features.add(feature);
    modes.add(mode);
    values.add(value);
    trueIds.add(whenTrue);
    falseIds.add(whenFalse);
    missingTrue.add(missingIsTrue ? 1 : 0);
  }

  private void weight(int tree, int id, int target, double value) {
    leafTrees.add(tree);
    leafNodes.add(id);
    leafTargets.add(target);
    leafWeights.add(value);
  }
}
