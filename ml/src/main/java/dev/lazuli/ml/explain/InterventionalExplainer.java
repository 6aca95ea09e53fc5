package dev.lazuli.ml.explain;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.Arrays;

/// Exact SHAP values of a tree ensemble against background rows: an unknown feature takes its value
/// from a background row, whatever the known ones are.
///
/// This is interventional TreeSHAP, method "independent" of [From local explanations to global
/// understanding with explainable AI for trees](https://doi.org/10.1038/s42256-019-0138-9), equal
/// to `shap.TreeExplainer(model, data=background)`. Time grows with trees x background rows.
public final class InterventionalExplainer implements RowExplainer {
  private final TreeEnsemble ensemble;
  private final double[][] background;
  private final double[] expected;

  /// @param background at least one feature row; some 100 are mostly enough
  /// @throws InvalidInput when there is none
  public InterventionalExplainer(TreeEnsemble ensemble, double[][] background) {
    if (background.length == 0) {
      throw new InvalidInput("background", "there are no background rows");
    }
    this.ensemble = ensemble;
    this.background = Arrays.stream(background).map(double[]::clone).toArray(double[][]::new);
    expected = new double[ensemble.outputs()];
    double[] scores = new double[expected.length];
    for (double[] row : this.background) {
      ensemble.score(row, scores);
      for (int c = 0; c < expected.length; c++) {
        expected[c] += scores[c] / background.length;
      }
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
    int width = ensemble.features() + 1;
    Arrays.fill(out, 0, size(), 0);
    byte[] side = new byte[ensemble.features()];
    for (int t = 0; t < ensemble.trees().size(); t++) {
      Tree tree = ensemble.trees().get(t);
      if (tree.splits() > 0) {
        Walk walk = new Walk(tree, row, side, out, (t % k) * width);
        for (double[] other : background) {
          walk.add(other);
        }
      }
    }
    for (int c = 0; c < k; c++) {
      for (int f = 0; f < width - 1; f++) {
        out[c * width + f] /= background.length;
      }
      out[c * width + width - 1] = expected[c];
    }
  }

  /// One tree and one row, against one background row after the other.
  ///
  /// On the way to a leaf, features where the rows part are taken from the one or the other. A leaf
  /// reached with `a` features of the row and `b` of the background adds its value times `(a - 1)!
  /// b! / (a + b)!` to each of the first, and takes `a! (b - 1)! / (a + b)!` off each of the
  /// others.
  private static final class Walk {
    private static final byte OPEN = 0;
    private static final byte ROW = 1;
    private static final byte OTHER = 2;

    private final Tree tree;
    private final double[] row;
    private final byte[] side;
    private final double[] out;
    private final int offset;
    private double[] other;
    private double gained;
    private double lost;

    Walk(Tree tree, double[] row, byte[] side, double[] out, int offset) {
      this.tree = tree;
      this.row = row;
      this.side = side;
      this.out = out;
      this.offset = offset;
      this.other = row;
    }

    void add(double[] backgroundRow) {
      other = backgroundRow;
      follow(0, 0, 0);
    }

    /// Leaves in `gained` and `lost` what the leaves below add to features of the row that are
    /// taken above, and to those of the background.
    private void follow(int child, int ofRow, int ofOther) {
      if (child < 0) {
        double value = tree.leafValue(~child);
        gained = ofRow == 0 ? 0 : value * share(ofRow - 1, ofOther);
        lost = ofOther == 0 ? 0 : -value * share(ofOther - 1, ofRow);
        return;
      }
      int split = tree.feature(child);
      int ours = tree.goesLeft(child, row[split]) ? tree.left(child) : tree.right(child);
      int theirs = tree.goesLeft(child, other[split]) ? tree.left(child) : tree.right(child);
      if (ours == theirs || side[split] != OPEN) {
        follow(side[split] == OTHER ? theirs : ours, ofRow, ofOther);
        return;
      }
      side[split] = ROW;
      follow(ours, ofRow + 1, ofOther);
      double gainedHere = gained;
      double lostHere = lost;
      side[split] = OTHER;
      follow(theirs, ofRow, ofOther + 1);
      side[split] = OPEN;
      out[offset + split] += gainedHere + lost;
      gained += gainedHere;
      lost += lostHere;
    }

    /// `a! b! / (a + b + 1)!`
    private static double share(int a, int b) {
      double share = 1.0 / (a + b + 1);
      for (int i = 1; i <= b; i++) {
        share *= (double) i / (a + i);
      }
      return share;
    }
  }
}
