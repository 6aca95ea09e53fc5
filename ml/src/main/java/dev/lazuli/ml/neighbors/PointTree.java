package dev.lazuli.ml.neighbors;

import java.util.Arrays;

/// Points in a k-d tree, or in one list where a tree would not help, for exact nearest neighbours
/// by Euclidean distance.
///
/// Each inner node halves its points at the median of the widest column, as in Friedman, Bentley
/// and Finkel, [An algorithm for finding best matches in logarithmic expected
/// time](https://doi.org/10.1145/355744.355745). Among points at the same distance those with the
/// lower number come first, whatever the shape of the tree. Immutable.
public final class PointTree {
  private static final int LEAF_POINTS = 24;

  /// With more columns than this, nearly all leaves would be visited.
  private static final int TREE_COLUMNS_MAX = 20;

  /// Guards bounds, which are summed in another order than distances.
  private static final double SLACK = 1 - 1e-9;

  private final double[] points;
  private final int columns;
  private final int count;
  private final int depth;
  private final int[] order;
  private final int[] splitColumn;
  private final double[] splitValue;

  /// A tree of points.
  ///
  /// @param vectors `count x columns`; copied
  public PointTree(double[] vectors, int columns, int count) {
    this.columns = columns;
    this.count = count;
    int levels = 0;
    if (columns > 0 && columns <= TREE_COLUMNS_MAX) {
      while (count >> levels > LEAF_POINTS) {
        levels++;
      }
    }
    depth = levels;
    splitColumn = new int[(1 << levels) - 1];
    splitValue = new double[(1 << levels) - 1];
    order = new int[count];
    Arrays.setAll(order, i -> i);
    split(vectors, 0, 0, 0, count);
    points = new double[vectors.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(vectors, order[i] * columns, points, i * columns, columns);
    }
  }

  private void split(double[] vectors, int node, int level, int from, int to) {
    if (level == depth) {
      return;
    }
    int column = widest(vectors, from, to);
    int middle = (from + to) >>> 1;
    select(vectors, column, from, to - 1, middle);
    splitColumn[node] = column;
    splitValue[node] = vectors[order[middle] * columns + column];
    split(vectors, 2 * node + 1, level + 1, from, middle);
    split(vectors, 2 * node + 2, level + 1, middle, to);
  }

  private int widest(double[] vectors, int from, int to) {
    int widest = 0;
    double width = -1;
    for (int column = 0; column < columns; column++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        double value = vectors[order[i] * columns + column];
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      if (high - low > width) {
        width = high - low;
        widest = column;
      }
    }
    return widest;
  }

  /// Puts the point that belongs at `place` there, with lesser ones before it.
  private void select(double[] vectors, int column, int from, int to, int place) {
    int low = from;
    int high = to;
    while (low < high) {
      double pivot = vectors[order[(low + high) >>> 1] * columns + column];
      int left = low;
      int right = high;
      while (left <= right) {
        while (vectors[order[left] * columns + column] < pivot) {
          left++;
        }
        while (vectors[order[right] * columns + column] > pivot) {
          right--;
        }
        if (left <= right) {
          int held = order[left];
          order[left++] = order[right];
          order[right--] = held;
        }
      }
      if (place <= right) {
        high = right;
      } else if (place >= left) {
        low = left;
      } else {
        return;
      }
    }
  }

  /// Number of points.
  public int count() {
    return count;
  }

  /// How many numbers [#nearest] needs for `wanted` points.
  public int scratchSize(int wanted) {
    return columns + 2 * wanted;
  }

  /// Finds the nearest points of a query.
  ///
  /// @param query `columns` numbers
  /// @param wanted at most [#count]
  /// @param found receives `wanted` squared distances, ascending, then the numbers of their points;
  ///   at least [#scratchSize] long
  public void nearest(double[] query, int wanted, double[] found) {
    Arrays.fill(found, 0, wanted, Double.POSITIVE_INFINITY);
    Arrays.fill(found, wanted, 2 * wanted, Integer.MAX_VALUE);
    Arrays.fill(found, 2 * wanted, 2 * wanted + columns, 0);
    search(query, wanted, found, 0, 0, 0, count, 0);
  }

  /// @param found after the found points: how far the query lies outside the node in each column
  /// @param bound least squared distance of any point in the node
  private void search(
      double[] query,
      int wanted,
      double[] found,
      int node,
      int level,
      int from,
      int to,
      double bound) {
    if (level == depth) {
      scan(query, wanted, found, from, to);
      return;
    }
    int column = splitColumn[node];
    double difference = query[column] - splitValue[node];
    int middle = (from + to) >>> 1;
    boolean left = difference < 0;
    int near = 2 * node + (left ? 1 : 2);
    search(query, wanted, found, near, level + 1, left ? from : middle, left ? middle : to, bound);
    int place = 2 * wanted + column;
    double before = found[place];
    double beyond = bound - before * before + difference * difference;
    if (beyond * SLACK <= found[wanted - 1]) {
      found[place] = difference;
      int far = 2 * node + (left ? 2 : 1);
      search(
          query, wanted, found, far, level + 1, left ? middle : from, left ? to : middle, beyond);
      found[place] = before;
    }
  }

  private void scan(double[] query, int wanted, double[] found, int from, int to) {
    for (int i = from; i < to; i++) {
      double limit = found[wanted - 1];
      double sum = 0;
      int at = i * columns;
      int column = 0;
      while (column < columns && sum <= limit) {
        int end = Math.min(columns, column + 8);
        for (; column < end; column++) {
          double difference = query[column] - points[at + column];
          sum += difference * difference;
        }
      }
      if (sum < limit || (sum == limit && order[i] < found[2 * wanted - 1])) {
        insert(found, wanted, sum, order[i]);
      }
    }
  }

  private static void insert(double[] found, int wanted, double distance, int point) {
    int place = wanted - 1;
    while (place > 0
        && (found[place - 1] > distance
            || (found[place - 1] == distance && found[wanted + place - 1] > point))) {
      found[place] = found[place - 1];
      found[wanted + place] = found[wanted + place - 1];
      place--;
    }
    found[place] = distance;
    found[wanted + place] = point;
  }

  /// The numbers of the points within a distance of a query, in no order.
  ///
  /// @param radius `>= 0`; points at just this distance count
  public int[] within(double[] query, double radius) {
    Near near = new Near(query, radius * radius);
    near.search(0, 0, 0, count, 0);
    return Arrays.copyOf(near.found, near.size);
  }

  /// A search for all points within a distance.
  private final class Near {
    private final double[] query;
    private final double limit;
    private final double[] beyond = new double[columns];
    private int[] found = new int[16];
    private int size;

    Near(double[] query, double limit) {
      this.query = query;
      this.limit = limit;
    }

    void search(int node, int level, int from, int to, double bound) {
      if (level == depth) {
        scan(from, to);
        return;
      }
      int column = splitColumn[node];
      double difference = query[column] - splitValue[node];
      int middle = (from + to) >>> 1;
      boolean left = difference < 0;
      int near = 2 * node + (left ? 1 : 2);
      search(near, level + 1, left ? from : middle, left ? middle : to, bound);
      double before = beyond[column];
      double next = bound - before * before + difference * difference;
      if (next * SLACK <= limit) {
        beyond[column] = difference;
        int far = 2 * node + (left ? 2 : 1);
        search(far, level + 1, left ? middle : from, left ? to : middle, next);
        beyond[column] = before;
      }
    }

    private void scan(int from, int to) {
      for (int i = from; i < to; i++) {
        double sum = 0;
        for (int column = 0; column < columns; column++) {
          double difference = query[column] - points[i * columns + column];
          sum += difference * difference;
        }
        if (sum <= limit) {
          if (size == found.length) {
            found = Arrays.copyOf(found, 2 * size);
          }
          found[size++] = order[i];
        }
      }
    }
  }
}
