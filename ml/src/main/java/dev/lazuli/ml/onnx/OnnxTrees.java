package dev.lazuli.ml.onnx;

import dev.lazuli.ml.imports.TreeAssembly;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Reads a node of trees: a list for each part of a tree node, all trees one after the other.
final class OnnxTrees {
  /// Nodes of all trees, counted for each output.
  private static final long NODES_MAX = 20_000_000;

  private final OnnxNode node;
  private final List<Expression> columns;

  /// The places of each tree's nodes in the lists, by their numbers within the tree.
  private final Map<Integer, Map<Integer, Integer>> places = new LinkedHashMap<>();

  private final int[] outputs;
  private final double[] weights;
  private long nodesLeft = NODES_MAX;

  /// The places in the weight lists of each node, by its place in the node lists.
  private final Map<Integer, List<Integer>> weightsOf = new HashMap<>();

  /// @param columns what the trees' columns are
  /// @param kind `target` or `class`
  OnnxTrees(OnnxNode node, List<Expression> columns, String kind) {
    this.node = node;
    this.columns = columns;
    int[] trees = node.wholes("nodes_treeids");
    int[] numbers = wholes("nodes_nodeids", trees.length);
    for (int place = 0; place < trees.length; place++) {
      Map<Integer, Integer> own = places.computeIfAbsent(trees[place], _ -> new LinkedHashMap<>());
      if (own.put(numbers[place], place) != null) {
        throw node.invalid("has node %d of tree %d twice".formatted(numbers[place], trees[place]));
      }
    }
    int[] leafTrees = node.wholes(kind + "_treeids");
    int[] leafNodes = wholes(kind + "_nodeids", leafTrees.length);
    outputs = wholes(kind + "_ids", leafTrees.length);
    weights = node.reals(kind + "_weights");
    if (weights.length != leafTrees.length) {
      throw node.invalid(
          "has %d weights for %d leaves".formatted(weights.length, leafTrees.length));
    }
    for (int i = 0; i < leafTrees.length; i++) {
      Integer place = places.getOrDefault(leafTrees[i], Map.of()).get(leafNodes[i]);
      if (place == null) {
        throw node.invalid(
            "has a weight for node %d of tree %d, which is not there"
                .formatted(leafNodes[i], leafTrees[i]));
      }
      weightsOf.computeIfAbsent(place, _ -> new ArrayList<>()).add(i);
    }
  }

  private int[] wholes(String name, int count) {
    int[] values = node.wholes(name);
    if (values.length != count) {
      throw node.invalid("has %d values of '%s', not %d".formatted(values.length, name, count));
    }
    return values;
  }

  /// The outputs that leaves have weights for.
  int[] outputsUsed() {
    return Arrays.stream(outputs).distinct().sorted().toArray();
  }

  boolean isAnyWeightNegative() {
    return Arrays.stream(weights).anyMatch(weight -> weight < 0);
  }

  /// The trees as an ensemble of `k` outputs.
  ///
  /// @param places output of each target or class id
  TreeEnsemble ensemble(int width, double[] start, int[] places) {
    double share =
        switch (node.text("aggregate_function", "SUM")) {
          case "SUM" -> 1.0;
          case "AVERAGE" -> 1.0 / this.places.size();
          default -> throw node.invalid("is supported for sums and averages only");
        };
    OnnxTreeNodes lists = new OnnxTreeNodes(node, columns);
    List<List<Tree>> byOutput = new ArrayList<>();
    for (int k = 0; k < start.length; k++) {
      byOutput.add(new ArrayList<>());
    }
    for (Map<Integer, Integer> tree : this.places.values()) {
      TreeSet<Integer> used = new TreeSet<>();
      for (int place : tree.values()) {
        for (int weight : weightsOf.getOrDefault(place, List.of())) {
          used.add(output(weight, places));
        }
      }
      nodesLeft -= (long) tree.size() * used.size();
      if (nodesLeft < 0) {
        throw node.invalid("has more than %d nodes of all outputs together".formatted(NODES_MAX));
      }
      for (int output : used) {
        Map<Integer, Double> leaves = new HashMap<>();
        for (int place : tree.values()) {
          double sum = 0;
          for (int weight : weightsOf.getOrDefault(place, List.of())) {
            sum += output(weight, places) == output ? weights[weight] : 0;
          }
          leaves.put(place, share * sum);
        }
        byOutput.get(output).add(TreeAssembly.tree(lists.tree(tree, leaves)));
      }
    }
    return TreeAssembly.ensemble(byOutput, width, start);
  }

  private int output(int weight, int[] outputOf) {
    int id = outputs[weight];
    if (id < 0 || id >= outputOf.length) {
      throw node.invalid("has a weight for output %d of %d".formatted(id, outputOf.length));
    }
    return outputOf[id];
  }
}
