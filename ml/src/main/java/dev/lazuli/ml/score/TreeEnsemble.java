package dev.lazuli.ml.score;

import dev.lazuli.ml.InvalidInput;
import java.util.List;

/// Trees whose values add up to raw scores; no link is applied.
///
/// With `k` outputs, tree `t` adds to output `t % k`. The score of an output is its start score
/// plus its trees' values, added in the order of the trees.
public final class TreeEnsemble implements RowModel {
  private final List<Tree> trees;
  private final int features;
  private final double[] startScores;

  /// Trees over rows of `features` values, with one start score an output.
  public TreeEnsemble(List<Tree> trees, int features, double[] startScores) {
    if (startScores.length == 0 || trees.size() % startScores.length != 0) {
      throw new InvalidInput(
          "trees",
          "%d trees cannot be shared by %d outputs".formatted(trees.size(), startScores.length));
    }
    this.trees = List.copyOf(trees);
    this.features = features;
    this.startScores = startScores.clone();
  }

  /// The trees, in the order in which their values are added.
  public List<Tree> trees() {
    return trees;
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public int outputs() {
    return startScores.length;
  }

  /// The score of an output before any tree.
  public double startScore(int output) {
    return startScores[output];
  }

  /// The first trees: `iterations` for each output.
  public TreeEnsemble first(int iterations) {
    return new TreeEnsemble(trees.subList(0, iterations * outputs()), features, startScores);
  }

  /// How much each feature's splits lowered the training loss, in all trees together.
  public double[] gains() {
    double[] gains = new double[features];
    for (Tree tree : trees) {
      for (int split = 0; split < tree.splits(); split++) {
        gains[tree.feature(split)] += tree.gain(split);
      }
    }
    return gains;
  }

  /// Scores one row by walking every tree: the meaning of the model, to which faster scorers are
  /// equal bit for bit.
  @Override
  public void score(double[] row, double[] out) {
    int k = startScores.length;
    System.arraycopy(startScores, 0, out, 0, k);
    int output = 0;
    for (int t = 0, size = trees.size(); t < size; t++) {
      out[output] += trees.get(t).valueOf(row);
      output = output + 1 == k ? 0 : output + 1;
    }
  }
}
