package dev.lazuli.ml.cluster;

import dev.lazuli.ml.design.NumberStore;

/// Cluster centers. Immutable.
public final class KMeansModel {
  private final int clusters;
  private final int columns;
  private final double[] centers;
  private final double inertia;
  private final int iterations;

  /// @param centers `clusters x columns`
  KMeansModel(int clusters, int columns, double[] centers, double inertia, int iterations) {
    this.clusters = clusters;
    this.columns = columns;
    this.centers = centers;
    this.inertia = inertia;
    this.iterations = iterations;
  }

  /// Number of clusters.
  public int clusters() {
    return clusters;
  }

  /// Numbers in a row.
  public int columns() {
    return columns;
  }

  /// A copy of a cluster's center.
  public double[] center(int cluster) {
    double[] center = new double[columns];
    System.arraycopy(centers, cluster * columns, center, 0, columns);
    return center;
  }

  /// The sum of the squared distances of the training rows from their centers.
  public double inertia() {
    return inertia;
  }

  /// How many rounds the best start took.
  public int iterations() {
    return iterations;
  }

  /// The cluster whose center is nearest to a row, the first of equals.
  ///
  /// @param row [#columns] numbers
  public int nearest(double[] row) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < clusters; c++) {
      double squared = squared(row, c);
      if (squared < least) {
        least = squared;
        nearest = c;
      }
    }
    return nearest;
  }

  /// The distance of a row from a center.
  public double distance(double[] row, int cluster) {
    return Math.sqrt(squared(row, cluster));
  }

  private double squared(double[] row, int cluster) {
    double sum = 0;
    for (int j = 0; j < columns; j++) {
      double difference = row[j] - centers[cluster * columns + j];
      sum += difference * difference;
    }
    return sum;
  }

  /// The clusters of rows.
  public int[] nearest(double[][] rows) {
    int[] clustersOf = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      clustersOf[i] = nearest(rows[i]);
    }
    return clustersOf;
  }

  /// Keeps this under names that begin with `prefix`.
  public void store(NumberStore store, String prefix) {
    store.put(prefix + "shape", new int[] {clusters, columns, iterations});
    store.put(prefix + "center", centers);
    store.put(prefix + "inertia", new double[] {inertia});
  }

  /// Reads what [#store] kept.
  public static KMeansModel read(NumberStore store, String prefix) {
    int[] shape = store.ints(prefix + "shape");
    return new KMeansModel(
        shape[0],
        shape[1],
        store.doubles(prefix + "center"),
        store.doubles(prefix + "inertia")[0],
        shape[2]);
  }
}
