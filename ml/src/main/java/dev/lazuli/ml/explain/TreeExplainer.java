package dev.lazuli.ml.explain;

import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Exact SHAP values of a tree ensemble, with the training rows of each node as the background.
///
/// This is path-dependent [TreeSHAP](https://arxiv.org/abs/1802.03888) (its algorithm 2), equal to
/// LightGBM's `pred_contrib`. Safe to use from many threads at once.
public final class TreeExplainer implements RowExplainer {
  private final TreeEnsemble ensemble;
  private final int width;
  private final List<ExplainedTree> trees = new ArrayList<>();
  private final double[] expected;

  /// An explainer of the ensemble's raw scores.
  public TreeExplainer(TreeEnsemble ensemble) {
    this.ensemble = ensemble;
    width = ensemble.features() + 1;
    int k = ensemble.outputs();
    expected = new double[k];
    for (int c = 0; c < k; c++) {
      expected[c] = ensemble.startScore(c);
    }
    for (int t = 0; t < ensemble.trees().size(); t++) {
      ExplainedTree tree = new ExplainedTree(ensemble.trees().get(t));
      trees.add(tree);
      expected[t % k] += tree.mean();
    }
  }

  @Override
  public int features() {
    return ensemble.features();
  }

  @Override
  public int outputs() {
    return ensemble.outputs();
  }

  @Override
  public void explain(double[] row, double[] out) {
    int k = ensemble.outputs();
    Arrays.fill(out, 0, size(), 0);
    for (int t = 0; t < trees.size(); t++) {
      trees.get(t).add(row, out, (t % k) * width);
    }
    for (int c = 0; c < k; c++) {
      out[c * width + width - 1] = expected[c];
    }
  }

  /// The mean absolute contribution of each feature over rows, all outputs together.
  public double[] importance(Iterable<double[]> rows) {
    return GlobalImportance.meanContributions(this, rows);
  }

  /// A tree with the share of its parent's training rows that reach each child.
  private static final class ExplainedTree {
    private final Tree tree;
    private final double[] leftShare;
    private final int depth;
    private final double mean;

    ExplainedTree(Tree tree) {
      this.tree = tree;
      leftShare = new double[tree.splits()];
      int root = tree.splits() == 0 ? ~0 : 0;
      fill(root);
      depth = depth(root);
      mean = mean(root);
    }

    private double fill(int child) {
      if (child < 0) {
        return tree.leafRows(~child);
      }
      double left = fill(tree.left(child));
      double right = fill(tree.right(child));
      leftShare[child] = left + right > 0 ? left / (left + right) : 0.5;
      return left + right;
    }

    private int depth(int child) {
      return child < 0 ? 0 : 1 + Math.max(depth(tree.left(child)), depth(tree.right(child)));
    }

    private double mean(int child) {
      if (child < 0) {
        return tree.leafValue(~child);
      }
      double share = leftShare[child];
      return share * mean(tree.left(child)) + (1 - share) * mean(tree.right(child));
    }

    double mean() {
      return mean;
    }

    void add(double[] row, double[] out, int offset) {
      if (tree.splits() > 0) {
        new Paths(tree, leftShare, depth, row, out, offset).follow(0, 0, 0, 1, 1, -1);
      }
    }
  }
}
