package dev.lazuli.ml.cluster;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.design.RowMatrix;
import dev.lazuli.ml.neighbors.PointTree;
import java.util.Arrays;

/// Finds clusters of any shape as places where rows lie densely: Ester, Kriegel, Sander and Xu, [A
/// density-based algorithm for discovering clusters](https://cdn.aaai.org/KDD/1996/KDD96-037.pdf).
public final class Dbscan {
  private Dbscan() {}

  /// What [#fit] finds.
  public static final class Found {
    private final int[] clusterOf;
    private final boolean[] core;
    private final int clusters;

    Found(int[] clusterOf, boolean[] core, int clusters) {
      this.clusterOf = clusterOf;
      this.core = core;
      this.clusters = clusters;
    }

    /// The cluster of a row; -1 for noise.
    public int clusterOf(int row) {
      return clusterOf[row];
    }

    /// The cluster of each row, -1 for noise; a copy.
    public int[] clustersOf() {
      return clusterOf.clone();
    }

    /// Whether enough rows lie near a row.
    public boolean isCore(int row) {
      return core[row];
    }

    /// Number of clusters, numbered by their first core row.
    public int clusters() {
      return clusters;
    }
  }

  /// The clusters of rows.
  ///
  /// A row at the border of two clusters goes to the one with the lower number.
  ///
  /// @param rows on scales that can be compared
  /// @param epsilon rows within this Euclidean distance are near, `> 0`
  /// @param rowsMin near rows that make a row a core of its cluster, itself included, `>= 1`
  /// @throws InvalidInput when a setting is out of its range or a number is not finite
  /// @throws StopSignal.Stopped when the work was told to end
  public static Found fit(double[][] rows, double epsilon, int rowsMin, StopSignal stop) {
    if (!(epsilon > 0 && Double.isFinite(epsilon))) {
      throw new InvalidInput("epsilon", "epsilon is %s, it must be positive".formatted(epsilon));
    }
    if (rowsMin < 1) {
      throw new InvalidInput(
          "rows_min", "rows_min is %d, it must be at least 1".formatted(rowsMin));
    }
    RowMatrix matrix = RowMatrix.of(rows);
    int n = matrix.rows();
    PointTree tree = new PointTree(matrix.values(), matrix.columns(), n);
    int[][] near = new int[n][];
    boolean[] core = new boolean[n];
    for (int i = 0; i < n; i++) {
      stop.check();
      int[] within = tree.within(rows[i], epsilon);
      core[i] = within.length >= rowsMin;
      near[i] = core[i] ? within : new int[0];
    }
    int[] clusterOf = new int[n];
    Arrays.fill(clusterOf, -1);
    int[] open = new int[n];
    int clusters = 0;
    for (int i = 0; i < n; i++) {
      if (core[i] && clusterOf[i] < 0) {
        spread(i, clusters++, near, clusterOf, open);
      }
    }
    return new Found(clusterOf, core, clusters);
  }

  /// Gives a cluster to all rows that are reached from a core row.
  private static void spread(int from, int cluster, int[][] near, int[] clusterOf, int[] open) {
    int size = 0;
    open[size++] = from;
    clusterOf[from] = cluster;
    while (size > 0) {
      for (int other : near[open[--size]]) {
        if (clusterOf[other] < 0) {
          clusterOf[other] = cluster;
          open[size++] = other;
        }
      }
    }
  }
}
