package dev.lazuli.ml.cluster;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.design.RowMatrix;
import java.util.Arrays;

/// The rounds of k-means from one set of first centers: rows go to their nearest center, centers go
/// to the mean of their rows.
///
/// Bounds on distances spare most of the work: Hamerly, [Making k-means even
/// faster](https://doi.org/10.1137/1.9781611972801.12).
final class KMeansRounds {
  /// The sums of clusters follow the rows that change, and are made anew every so many rounds, so
  /// that rounding does not pile up.
  private static final int SUMMED_ROUNDS = 16;

  /// Rows whose distances are worked out together, in loops that become vector code.
  private static final int BLOCK = 256;

  private final RowMatrix matrix;
  private final KMeansSettings settings;
  private final StopSignal stop;
  private final int n;
  private final int d;
  private final int k;
  private final double[] centers;
  private final int[] cluster;

  /// Of each cluster, the sums of its rows' numbers and how many rows it has.
  private final double[] sums;

  private final int[] counts;
  private final double[] upper;
  private final double[] lower;
  private final double[] apart;
  private final double[] moved;

  // the rows that look for their nearest center together
  private final int[] waiting = new int[BLOCK];
  private final double[][] tile;

  /// Of each center, the squared distances of those rows.
  private final double[][] distances;

  private final double[] least = new double[BLOCK];
  private final double[] second = new double[BLOCK];

  /// @param firstCenters `k x d`; copied
  KMeansRounds(RowMatrix matrix, double[] firstCenters, KMeansSettings settings, StopSignal stop) {
    this.matrix = matrix;
    this.settings = settings;
    this.stop = stop;
    n = matrix.rows();
    d = matrix.columns();
    k = settings.clusters();
    centers = firstCenters.clone();
    cluster = new int[n];
    sums = new double[k * d];
    counts = new int[k];
    upper = new double[n];
    lower = new double[n];
    apart = new double[k];
    moved = new double[k];
    tile = new double[d][BLOCK];
    distances = new double[k][BLOCK];
  }

  KMeansModel run() {
    Arrays.fill(upper, Double.POSITIVE_INFINITY);
    double enough = settings.tolerance() * meanVariance();
    int iterations = 0;
    boolean ended = false;
    while (iterations < settings.iterationsMax() && !ended) {
      boolean first = iterations == 0;
      iterations++;
      boolean same = assign(first);
      if (iterations % SUMMED_ROUNDS == 1) {
        sumUp();
      }
      double shift = update();
      ended = (same && !first) || shift <= enough;
    }
    assign(true);
    return new KMeansModel(k, d, centers, inertia(), iterations);
  }

  private double meanVariance() {
    double[] means = matrix.means();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += matrix.squaredDistance(i, means, 0);
    }
    return sum / n / d;
  }

  private double inertia() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += matrix.squaredDistance(i, centers, cluster[i] * d);
    }
    return sum;
  }

  /// Sends each row to its nearest center; returns whether all stay.
  private boolean assign(boolean afresh) {
    for (int c = 0; c < k; c++) {
      double least = Double.POSITIVE_INFINITY;
      for (int other = 0; other < k; other++) {
        least = other == c ? least : Math.min(least, between(c, other));
      }
      apart[c] = Math.sqrt(least) / 2;
    }
    boolean same = true;
    int count = 0;
    for (int i = 0; i < n; i++) {
      stop.checkAt(i);
      double bound = Math.max(apart[cluster[i]], lower[i]);
      if (!afresh && upper[i] < bound) {
        continue;
      }
      if (!afresh) {
        upper[i] = Math.sqrt(matrix.squaredDistance(i, centers, cluster[i] * d));
        if (upper[i] < bound) {
          continue;
        }
      }
      waiting[count++] = i;
      if (count == BLOCK) {
        same &= !search(count, afresh);
        count = 0;
      }
    }
    return !search(count, afresh) && same;
  }

  private double between(int one, int other) {
    double sum = 0;
    for (int j = 0; j < d; j++) {
      double difference = centers[one * d + j] - centers[other * d + j];
      sum += difference * difference;
    }
    return sum;
  }

  /// Finds the nearest center of each waiting row and returns whether any is another. Of equals a
  /// row keeps its own, or afresh gets the first.
  private boolean search(int count, boolean afresh) {
    for (int w = 0; w < count; w++) {
      for (int j = 0; j < d; j++) {
        tile[j][w] = matrix.at(waiting[w], j);
      }
    }
    Arrays.fill(least, 0, count, Double.POSITIVE_INFINITY);
    Arrays.fill(second, 0, count, Double.POSITIVE_INFINITY);
    for (int c = 0; c < k; c++) {
      double[] distance = distances[c];
      Arrays.fill(distance, 0, count, 0);
      int j = 0;
      for (; j + 4 <= d; j += 4) {
        addSquares(distance, j, c * d + j, count);
      }
      for (; j < d; j++) {
        addSquares(distance, tile[j], centers[c * d + j], count);
      }
      narrow(least, second, distance, count);
    }
    boolean changed = false;
    for (int w = 0; w < count; w++) {
      int row = waiting[w];
      upper[row] = Math.sqrt(least[w]);
      lower[row] = Math.sqrt(second[w]);
      // most rows stay; to look which center it was is left for those that do not
      if (afresh || distances[cluster[row]][w] != least[w]) {
        int nearest = 0;
        while (nearest < k - 1 && distances[nearest][w] != least[w]) {
          nearest++;
        }
        changed |= cluster[row] != nearest;
        move(row, nearest);
      }
    }
    return changed;
  }

  /// Gives a row to another cluster.
  private void move(int row, int to) {
    int from = cluster[row];
    if (from != to) {
      counts[to]++;
      addRow(row, to, 1);
      counts[from]--;
      addRow(row, from, -1);
      if (counts[from] == 0) {
        Arrays.fill(sums, from * d, (from + 1) * d, 0); // and not what rounding left
      }
      cluster[row] = to;
    }
  }

  private void sumUp() {
    Arrays.fill(sums, 0);
    Arrays.fill(counts, 0);
    for (int i = 0; i < n; i++) {
      counts[cluster[i]]++;
      addRow(i, cluster[i], 1);
    }
  }

  private void addRow(int row, int to, double sign) {
    double[] values = matrix.values();
    for (int j = 0; j < d; j++) {
      sums[to * d + j] += sign * values[row * d + j];
    }
  }

  /// Takes a center's distances into the least and the second least ones so far.
  private static void narrow(double[] least, double[] second, double[] distance, int count) {
    for (int w = 0; w < count; w++) {
      second[w] = Math.min(second[w], Math.max(least[w], distance[w]));
      least[w] = Math.min(least[w], distance[w]);
    }
  }

  /// Adds the squares of four columns, one after the other.
  private void addSquares(double[] sums, int column, int center, int count) {
    double[] a = tile[column];
    double[] b = tile[column + 1];
    double[] c = tile[column + 2];
    double[] e = tile[column + 3];
    double atA = centers[center];
    double atB = centers[center + 1];
    double atC = centers[center + 2];
    double atE = centers[center + 3];
    for (int w = 0; w < count; w++) {
      double sum = sums[w] + (a[w] - atA) * (a[w] - atA);
      sum += (b[w] - atB) * (b[w] - atB);
      sum += (c[w] - atC) * (c[w] - atC);
      sums[w] = sum + (e[w] - atE) * (e[w] - atE);
    }
  }

  private static void addSquares(double[] sums, double[] values, double center, int count) {
    for (int w = 0; w < count; w++) {
      double difference = values[w] - center;
      sums[w] += difference * difference;
    }
  }

  /// Moves the centers to their rows' means, and returns the sum of the squares of their ways.
  private double update() {
    boolean[] taken = new boolean[n];
    double total = 0;
    for (int c = 0; c < k; c++) {
      int farthest = counts[c] == 0 ? farthest(taken) : -1;
      double way = 0;
      for (int j = 0; j < d; j++) {
        double next = counts[c] == 0 ? matrix.at(farthest, j) : sums[c * d + j] / counts[c];
        double change = next - centers[c * d + j];
        way += change * change;
        centers[c * d + j] = next;
      }
      moved[c] = Math.sqrt(way);
      total += way;
    }
    loosen();
    return total;
  }

  /// The row farthest from its center, for a cluster without rows; each row only once.
  private int farthest(boolean[] taken) {
    int farthest = 0;
    double most = -1;
    for (int i = 0; i < n; i++) {
      double squared = matrix.squaredDistance(i, centers, cluster[i] * d);
      if (!taken[i] && squared > most) {
        most = squared;
        farthest = i;
      }
    }
    taken[farthest] = true;
    return farthest;
  }

  /// Lets the bounds follow the centers' ways.
  private void loosen() {
    int far = 0;
    for (int c = 1; c < k; c++) {
      far = moved[c] > moved[far] ? c : far;
    }
    double next = 0;
    for (int c = 0; c < k; c++) {
      next = c == far ? next : Math.max(next, moved[c]);
    }
    for (int i = 0; i < n; i++) {
      upper[i] += moved[cluster[i]];
      lower[i] -= cluster[i] == far ? next : moved[far];
    }
  }
}
