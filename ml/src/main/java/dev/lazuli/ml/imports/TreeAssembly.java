package dev.lazuli.ml.imports;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeBuilder;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Puts trees together whose nodes another library numbers as it likes.
public final class TreeAssembly {
  private static final int TREES_MAX = 2_000_000;

  private TreeAssembly() {}

  /// The nodes of one tree; node 0 is the root.
  public interface Nodes {
    /// How many nodes there are; those that the root does not lead to are left out.
    int count();

    /// Whether a node has a value and no children.
    boolean isLeaf(int node);

    /// The node to which [#split] sends rows to the left.
    int left(int node);

    /// The node to which [#split] sends rows to the right.
    int right(int node);

    /// Splits a leaf of the tree in the making as `node` does.
    ///
    /// @return the number of the new right leaf, as the builder tells it
    int split(TreeBuilder builder, int leaf, int node);

    /// The value of a leaf.
    double value(int node);
  }

  /// The tree of these nodes.
  ///
  /// @throws InvalidInput when they are no tree
  public static Tree tree(Nodes nodes) {
    int count = nodes.count();
    if (count < 1) {
      throw new InvalidInput("model", "a tree of the model has no nodes");
    }
    TreeBuilder builder = new TreeBuilder(count / 2 + 1);
    boolean[] seen = new boolean[count];
    Deque<int[]> open = new ArrayDeque<>();
    open.push(new int[] {0, 0});
    while (!open.isEmpty()) {
      int[] next = open.pop();
      int node = next[0];
      if (node < 0 || node >= count || seen[node]) {
        throw new InvalidInput(
            "model", "a tree of the model has a node that leads to node %d".formatted(node));
      }
      seen[node] = true;
      if (nodes.isLeaf(node)) {
        builder.leaf(next[1], nodes.value(node), 1);
      } else {
        if (builder.leaves() > count / 2) {
          throw new InvalidInput("model", "a tree of the model has more splits than leaves");
        }
        int right = nodes.split(builder, next[1], node);
        open.push(new int[] {nodes.right(node), right});
        open.push(new int[] {nodes.left(node), next[1]});
      }
    }
    return builder.build();
  }

  /// An ensemble of the trees of each output, filled up with trees of value 0 where an output has
  /// fewer.
  ///
  /// @param byOutput the trees of each output
  public static TreeEnsemble ensemble(List<List<Tree>> byOutput, int features, double[] start) {
    int rounds = byOutput.stream().mapToInt(List::size).max().orElse(0);
    if ((long) rounds * byOutput.size() > TREES_MAX) {
      throw new InvalidInput(
          "model",
          "the model has %d trees for an output and %d outputs".formatted(rounds, byOutput.size()));
    }
    Tree nothing = Tree.constant(0, 1);
    List<Tree> trees = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (List<Tree> own : byOutput) {
        trees.add(round < own.size() ? own.get(round) : nothing);
      }
    }
    return new TreeEnsemble(trees, features, start);
  }
}
