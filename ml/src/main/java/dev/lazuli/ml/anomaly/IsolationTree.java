package dev.lazuli.ml.anomaly;

import dev.lazuli.ml.design.RowMatrix;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeBuilder;
import java.util.SplittableRandom;

/// Grows one tree of an isolation forest: a random column, a random threshold in its range.
final class IsolationTree {
  private final RowMatrix matrix;
  private final int[] rows;
  private final SplittableRandom random;
  private final TreeBuilder builder;
  private final int depthMax;
  private final int[] columns;

  /// @param rows the rows to part; its order is changed
  IsolationTree(RowMatrix matrix, int[] rows, SplittableRandom random) {
    this.matrix = matrix;
    this.rows = rows;
    this.random = random;
    builder = new TreeBuilder(rows.length);
    depthMax = 32 - Integer.numberOfLeadingZeros(rows.length - 1);
    columns = new int[matrix.columns()];
    for (int j = 0; j < columns.length; j++) {
      columns[j] = j;
    }
  }

  Tree grow() {
    grow(0, 0, rows.length, 0);
    return builder.build();
  }

  private void grow(int leaf, int from, int to, int depth) {
    int column = depth < depthMax && to - from > 1 ? column(from, to) : -1;
    if (column < 0) {
      builder.leaf(leaf, depth + IsolationForest.pathLength(to - from), to - from);
      return;
    }
    double low = least(column, from, to);
    double high = greatest(column, from, to);
    double threshold = low + random.nextDouble() * (high - low);
    threshold = threshold < high ? threshold : low;
    int middle = part(column, threshold, from, to);
    int other = builder.split(leaf, column, threshold, false, 0);
    grow(leaf, from, middle, depth + 1);
    grow(other, middle, to, depth + 1);
  }

  /// A random column that is not constant; -1 when all are.
  private int column(int from, int to) {
    for (int open = columns.length; open > 0; open--) {
      int place = random.nextInt(open);
      int column = columns[place];
      if (least(column, from, to) < greatest(column, from, to)) {
        return column;
      }
      columns[place] = columns[open - 1];
      columns[open - 1] = column;
    }
    return -1;
  }

  private double least(int column, int from, int to) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = from; i < to; i++) {
      least = Math.min(least, matrix.at(rows[i], column));
    }
    return least;
  }

  private double greatest(int column, int from, int to) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      greatest = Math.max(greatest, matrix.at(rows[i], column));
    }
    return greatest;
  }

  private int part(int column, double threshold, int from, int to) {
    int middle = from;
    for (int i = from; i < to; i++) {
      if (matrix.at(rows[i], column) <= threshold) {
        int held = rows[i];
        rows[i] = rows[middle];
        rows[middle++] = held;
      }
    }
    return middle;
  }
}
