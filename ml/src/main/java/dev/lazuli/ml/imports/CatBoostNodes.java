package dev.lazuli.ml.imports;

import dev.lazuli.ml.imports.CatBoostSplits.Question;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.score.TreeBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The nodes of one tree of CatBoost, with a value for each output in its leaves.
final class CatBoostNodes implements TreeAssembly.Nodes {
  /// CatBoost grows trees no deeper than this.
  private static final int DEPTH_MAX = 16;

  private final List<Node> nodes;
  private final int output;

  /// A split with its children, or a leaf.
  ///
  /// @param question null in a leaf
  private record Node(@Nullable Question question, int left, int right, List<Double> values) {}

  private CatBoostNodes(List<Node> nodes, int output) {
    this.nodes = nodes;
    this.output = output;
  }

  /// The same tree with the values of another output.
  CatBoostNodes ofOutput(int other) {
    return new CatBoostNodes(nodes, other);
  }

  /// A tree with one question a level; the first level's answer is the lowest bit of the leaf.
  static CatBoostNodes oblivious(Field tree, CatBoostSplits splits, int outputs) {
    List<Question> questions =
        tree.find("splits").map(Field::items).orElse(List.of()).stream()
            .map(splits::question)
            .toList();
    int depth = questions.size();
    double[] values = tree.in("leaf_values").numbers();
    if (depth > DEPTH_MAX || values.length != outputs << depth) {
      throw tree.invalid("has %d leaf values for depth %d".formatted(values.length, depth));
    }
    List<Node> nodes = new ArrayList<>();
    for (int level = 0; level < depth; level++) {
      for (int i = 0; i < 1 << level; i++) {
        int child = (1 << (level + 1)) - 1 + 2 * i;
        nodes.add(new Node(questions.get(level), child, child + 1, List.of()));
      }
    }
    for (int path = 0; path < 1 << depth; path++) {
      int leaf = depth == 0 ? 0 : Integer.reverse(path) >>> (32 - depth);
      List<Double> own = new ArrayList<>();
      for (int k = 0; k < outputs; k++) {
        own.add(values[leaf * outputs + k]);
      }
      nodes.add(new Node(null, -1, -1, own));
    }
    return new CatBoostNodes(nodes, 0);
  }

  /// A tree whose splits hold their children.
  static CatBoostNodes nested(Field tree, CatBoostSplits splits, int outputs) {
    List<Node> nodes = new ArrayList<>();
    List<Field> open = new ArrayList<>(List.of(tree));
    for (int i = 0; i < open.size(); i++) {
      Field node = open.get(i);
      if (node.find("split").isPresent()) {
        nodes.add(
            new Node(splits.question(node.in("split")), open.size(), open.size() + 1, List.of()));
        open.add(node.in("left"));
        open.add(node.in("right"));
      } else {
        nodes.add(new Node(null, -1, -1, values(node.in("value"), outputs)));
      }
    }
    return new CatBoostNodes(nodes, 0);
  }

  private static List<Double> values(Field value, int outputs) {
    List<Field> all = outputs == 1 && isNumber(value) ? List.of(value) : value.items();
    if (all.size() != outputs) {
      throw value.invalid("has %d values for %d outputs".formatted(all.size(), outputs));
    }
    return all.stream().map(Field::number).toList();
  }

  private static boolean isNumber(Field value) {
    return value.json() instanceof Json.Numeral;
  }

  @Override
  public int count() {
    return nodes.size();
  }

  @Override
  public boolean isLeaf(int node) {
    return nodes.get(node).question() == null;
  }

  @Override
  public int left(int node) {
    return isSwapped(node) ? nodes.get(node).right() : nodes.get(node).left();
  }

  @Override
  public int right(int node) {
    return isSwapped(node) ? nodes.get(node).left() : nodes.get(node).right();
  }

  private boolean isSwapped(int node) {
    Question question = nodes.get(node).question();
    return question != null && question.isSwapped();
  }

  @Override
  public int split(TreeBuilder builder, int leaf, int node) {
    Question question = nodes.get(node).question();
    if (question == null) {
      throw new IllegalStateException("a leaf does not split");
    }
    return question.split(builder, leaf);
  }

  @Override
  public double value(int node) {
    return nodes.get(node).values().get(output);
  }
}
