package dev.lazuli.ml.cluster;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.design.RowMatrix;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Finds clusters by k-means, from first centers drawn as by
/// [k-means++](https://theory.stanford.edu/~sergei/papers/kMeansPP-soda.pdf).
///
/// Each center is the best of `2 + log(clusters)` draws, as in scikit-learn.
public final class KMeans {
  private KMeans() {}

  /// The best of some starts.
  ///
  /// @param rows at least as many as clusters; on scales that can be compared
  /// @throws InvalidInput when there are too few rows or a number is not finite
  /// @throws StopSignal.Stopped when the work was told to end
  public static KMeansModel fit(double[][] rows, KMeansSettings settings, StopSignal stop) {
    RowMatrix matrix = checked(rows, settings);
    SplittableRandom random = new SplittableRandom(settings.seed());
    @Nullable KMeansModel best = null;
    for (int start = 0; start < settings.starts(); start++) {
      double[] centers = firstCenters(matrix, settings.clusters(), random, stop);
      KMeansModel model = new KMeansRounds(matrix, centers, settings, stop).run();
      if (best == null || model.inertia() < best.inertia()) {
        best = model;
      }
    }
    if (best == null) {
      throw new IllegalStateException("there is at least one start");
    }
    return best;
  }

  /// One start from given centers.
  ///
  /// @param firstCenters `clusters x columns`
  public static KMeansModel fit(
      double[][] rows, double[][] firstCenters, KMeansSettings settings, StopSignal stop) {
    RowMatrix matrix = checked(rows, settings);
    RowMatrix centers = RowMatrix.of(firstCenters);
    if (centers.rows() != settings.clusters() || centers.columns() != matrix.columns()) {
      throw new InvalidInput(
          "first_centers",
          "%d first centers of %d numbers do not suit %d clusters of %d"
              .formatted(centers.rows(), centers.columns(), settings.clusters(), matrix.columns()));
    }
    return new KMeansRounds(matrix, centers.values(), settings, stop).run();
  }

  private static RowMatrix checked(double[][] rows, KMeansSettings settings) {
    RowMatrix matrix = RowMatrix.of(rows);
    if (matrix.rows() < settings.clusters()) {
      throw new InvalidInput(
          "clusters",
          "%d rows are too few for %d clusters".formatted(matrix.rows(), settings.clusters()));
    }
    return matrix;
  }

  private static double[] firstCenters(
      RowMatrix matrix, int clusters, SplittableRandom random, StopSignal stop) {
    int n = matrix.rows();
    int d = matrix.columns();
    double[] centers = new double[clusters * d];
    double[] nearest = new double[n];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    System.arraycopy(matrix.values(), random.nextInt(n) * d, centers, 0, d);
    double sum = shrink(matrix, centers, 0, nearest, nearest);
    int draws = 2 + (int) Math.log(clusters);
    double[] tried = new double[n];
    for (int c = 1; c < clusters; c++) {
      stop.check();
      double least = Double.POSITIVE_INFINITY;
      int chosen = 0;
      for (int draw = 0; draw < draws; draw++) {
        int row = draw(nearest, sum, random);
        double left = shrink(matrix, matrix.values(), row * d, nearest, tried);
        if (left < least) {
          least = left;
          chosen = row;
        }
      }
      System.arraycopy(matrix.values(), chosen * d, centers, c * d, d);
      sum = shrink(matrix, centers, c * d, nearest, nearest);
    }
    return centers;
  }

  /// A row, drawn by its squared distance from the centers so far.
  private static int draw(double[] nearest, double sum, SplittableRandom random) {
    double target = random.nextDouble() * sum;
    for (int i = 0; i < nearest.length; i++) {
      target -= nearest[i];
      if (target < 0) {
        return i;
      }
    }
    return random.nextInt(nearest.length);
  }

  /// Writes each row's squared distance from its nearest center with one more, and returns the sum.
  private static double shrink(
      RowMatrix matrix, double[] points, int from, double[] before, double[] after) {
    double sum = 0;
    for (int i = 0; i < after.length; i++) {
      after[i] = Math.min(before[i], matrix.squaredDistance(i, points, from));
      sum += after[i];
    }
    return sum;
  }
}
