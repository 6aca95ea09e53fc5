package dev.lazuli.ml.cluster;

import dev.lazuli.ml.InvalidInput;

/// How k-means looks for clusters.
///
/// @param clusters number of clusters, `>= 1`
/// @param starts how many sets of first centers are tried, `>= 1`; the best result counts
/// @param iterationsMax rounds of each start at most, `>= 1`
/// @param tolerance a start ends when its centers together move by no more than this part of the
///   mean variance of the columns, squared, `>= 0`
public record KMeansSettings(
    int clusters, int starts, int iterationsMax, double tolerance, long seed) {
  /// Checks the ranges.
  public KMeansSettings {
    requireMin("clusters", clusters, 1);
    requireMin("starts", starts, 1);
    requireMin("iterations_max", iterationsMax, 1);
    requireMin("tolerance", tolerance, 0);
  }

  private static void requireMin(String name, double value, double min) {
    if (!(value >= min)) {
      throw new InvalidInput(name, "%s is %s, it must be at least %s".formatted(name, value, min));
    }
  }

  /// Ten starts of at most 300 rounds.
  public static KMeansSettings of(int clusters) {
    return new KMeansSettings(clusters, 10, 300, 1e-4, 0);
  }

  /// The same with another number of starts.
  public KMeansSettings withStarts(int value) {
    return new KMeansSettings(clusters, value, iterationsMax, tolerance, seed);
  }

  /// The same with another end.
  public KMeansSettings withEnd(int iterations, double moved) {
    return new KMeansSettings(clusters, starts, iterations, moved, seed);
  }

  /// The same with another seed.
  public KMeansSettings withSeed(long value) {
    return new KMeansSettings(clusters, starts, iterationsMax, tolerance, value);
  }
}
