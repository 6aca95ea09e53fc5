package dev.lazuli.ml.tree;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.TrainingRows;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeBuilder;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Grows single decision trees on exact thresholds: Breiman, Friedman, Olshen and Stone,
/// Classification and Regression Trees, 1984, with the choices of scikit-learn's
/// `DecisionTreeClassifier` and `DecisionTreeRegressor`.
///
/// Categories are parted by sets of codes.
public final class CartFit {
  private final TrainingRows training;
  private final CartSettings settings;
  private final CartSplitter splitter;

  private CartFit(TrainingRows training, CartSettings settings, StopSignal stop) {
    this.training = training;
    this.settings = settings;
    splitter = new CartSplitter(training, settings, stop);
  }

  /// A tree of these rows.
  ///
  /// @param target one value for each row of the table: a number, or a class from 0 on
  /// @param weights one for each row of the table; null gives all rows the weight 1
  /// @return one output with the number or the share of class 1; for three or more classes the
  ///   share of each, as trees of the same splits. With [dev.lazuli.ml.boost.Link#SHARES] they are
  ///   predictions
  /// @throws StopSignal.Stopped when the work was told to end
  public static TreeEnsemble fit(
      FeatureTable table,
      int[] rows,
      double[] target,
      double @Nullable [] weights,
      CartSettings settings,
      StopSignal stop) {
    TrainingRows training = TrainingRows.of(table, rows, target, weights);
    if (settings.classes() > 0) {
      training.requireClasses(settings.classes());
    }
    return new CartFit(training, settings, stop).run();
  }

  private TreeEnsemble run() {
    CartNode root = splitter.root();
    int leaves = grow(root);
    if (settings.pruning() > 0) {
      root.prune(settings.pruning() * training.weightSum());
    }
    int outputs = settings.classes() <= 2 ? 1 : settings.classes();
    List<Tree> trees = new ArrayList<>();
    for (int output = 0; output < outputs; output++) {
      TreeBuilder builder = new TreeBuilder(leaves);
      build(builder, 0, root, settings.classes() == 2 ? 1 : output);
      trees.add(builder.build());
    }
    int features = training.table().features().size();
    return new TreeEnsemble(trees, features, new double[outputs]);
  }

  /// Splits nodes, the greatest gain first, and returns the number of leaves.
  private int grow(CartNode root) {
    PriorityQueue<CartNode> open = new PriorityQueue<>(Comparator.comparingDouble(CartFit::rank));
    offer(open, root);
    int leaves = 1;
    while (leaves < settings.leavesMax() && !open.isEmpty()) {
      CartNode node = open.remove();
      CartSplit split = node.split();
      if (split == null) {
        throw new IllegalStateException("an open node has a split");
      }
      splitter.part(node, split);
      leaves++;
      offer(open, node.left());
      offer(open, node.right());
    }
    return leaves;
  }

  private static double rank(CartNode node) {
    CartSplit split = node.split();
    return split == null ? 0 : -split.gain();
  }

  private void offer(PriorityQueue<CartNode> open, @Nullable CartNode node) {
    if (node != null) {
      CartSplit split = splitter.find(node);
      node.offer(split);
      if (split != null) {
        open.add(node);
      }
    }
  }

  private void build(TreeBuilder builder, int leaf, CartNode node, int output) {
    CartSplit split = node.split();
    CartNode left = node.left();
    CartNode right = node.right();
    if (split == null || left == null || right == null) {
      builder.leaf(leaf, splitter.value(node, output), node.rows());
      return;
    }
    int other =
        split.codes().length > 0
            ? builder.splitCodes(leaf, split.feature(), split.codes(), split.gain())
            : builder.split(
                leaf, split.feature(), split.threshold(), split.missingLeft(), split.gain());
    build(builder, leaf, left, output);
    build(builder, other, right, output);
  }
}
