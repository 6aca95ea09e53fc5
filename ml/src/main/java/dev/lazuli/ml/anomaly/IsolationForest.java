package dev.lazuli.ml.anomaly;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.design.RowMatrix;
import dev.lazuli.ml.score.RowScorer;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeEnsemble;
import dev.lazuli.ml.score.TreeScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Tells rows that few random splits set apart: Liu, Ting and Zhou, [Isolation
/// forest](https://doi.org/10.1109/ICDM.2008.17). Immutable.
public final class IsolationForest {
  private static final double EULER = 0.5772156649015329;

  private final TreeEnsemble depths;
  private final RowScorer scorer;
  private final int rowsPerTree;

  /// A forest of trees whose leaves hold how deep a row lies.
  ///
  /// @param depths a tree's leaf is its depth plus [#pathLength] of its rows
  /// @param rowsPerTree rows that each tree saw
  public IsolationForest(TreeEnsemble depths, int rowsPerTree) {
    this.depths = depths;
    this.rowsPerTree = rowsPerTree;
    this.scorer = TreeScorer.compile(depths);
  }

  /// A forest over rows.
  ///
  /// @param rows at least 2
  /// @throws InvalidInput when there are fewer or a number is not finite
  /// @throws StopSignal.Stopped when the work was told to end
  public static IsolationForest fit(double[][] rows, IsolationSettings settings, StopSignal stop) {
    RowMatrix matrix = RowMatrix.of(rows);
    if (matrix.rows() < 2) {
      throw new InvalidInput("rows", "one row cannot be set apart");
    }
    int size = Math.min(settings.rowsPerTree(), matrix.rows());
    SplittableRandom random = new SplittableRandom(settings.seed());
    int[] order = new int[matrix.rows()];
    Arrays.setAll(order, i -> i);
    List<Tree> trees = new ArrayList<>();
    for (int t = 0; t < settings.trees(); t++) {
      stop.check();
      for (int i = 0; i < size; i++) {
        int other = i + random.nextInt(order.length - i);
        int held = order[i];
        order[i] = order[other];
        order[other] = held;
      }
      trees.add(new IsolationTree(matrix, Arrays.copyOf(order, size), random).grow());
    }
    TreeEnsemble depths = new TreeEnsemble(trees, matrix.columns(), new double[1]);
    return new IsolationForest(depths, size);
  }

  /// The mean depth of an unsuccessful search among `rows` rows: equation 1 of the paper.
  public static double pathLength(int rows) {
    if (rows <= 2) {
      return Math.max(0, rows - 1);
    }
    return 2 * (Math.log(rows - 1.0) + EULER) - 2 * (rows - 1.0) / rows;
  }

  /// The trees, whose leaves hold depths.
  public TreeEnsemble depths() {
    return depths;
  }

  /// Rows that each tree saw.
  public int rowsPerTree() {
    return rowsPerTree;
  }

  /// How unlike the others a row is: equation 2 of the paper, in `(0, 1)`; near 1 an anomaly, well
  /// below 0.5 none. scikit-learn's `score_samples` is minus this.
  ///
  /// @param row as many numbers as the training rows
  public double score(double[] row) {
    double[] depth = new double[1];
    scorer.score(row, depth);
    return Math.pow(2, -depth[0] / depths.trees().size() / pathLength(rowsPerTree));
  }

  /// The scores of rows.
  public double[] scores(double[][] rows) {
    return Arrays.stream(rows).mapToDouble(this::score).toArray();
  }

  /// The score that this part of rows exceeds.
  ///
  /// @param share in `(0, 1)`
  public double threshold(double[][] rows, double share) {
    if (!(share > 0 && share < 1)) {
      throw new InvalidInput("share", "share is %s, it must lie in (0, 1)".formatted(share));
    }
    double[] scores = scores(rows);
    Arrays.sort(scores);
    double place = (1 - share) * (scores.length - 1);
    int low = (int) place;
    int high = Math.min(low + 1, scores.length - 1);
    return scores[low] + (place - low) * (scores[high] - scores[low]);
  }
}
