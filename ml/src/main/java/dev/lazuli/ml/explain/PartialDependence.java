package dev.lazuli.ml.explain;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.score.RowScorer;
import java.util.Arrays;
import java.util.stream.IntStream;

/// How predictions change with one feature when all others stay: partial dependence, the mean over
/// rows, of Friedman, [Greedy function approximation](https://doi.org/10.1214/aos/1013203451),
/// section 8.2, and the curve of each row (ICE) of Goldstein and others, [Peeking inside the black
/// box](https://doi.org/10.1080/10618600.2014.907095).
public final class PartialDependence {
  private final double[] grid;
  private final double[][][] curves;

  /// @param curves outputs x rows x grid points
  private PartialDependence(double[] grid, double[][][] curves) {
    this.grid = grid;
    this.curves = curves;
  }

  /// The curves of some rows.
  ///
  /// @param link what turns the scorer's raw scores into predictions; [Link#IDENTITY] shows the raw
  ///   scores
  /// @param grid values of the feature, such as [#quantiles] or [#codes]
  /// @throws StopSignal.Stopped when the work was told to end
  public static PartialDependence of(
      RowScorer scorer, Link link, double[][] rows, int feature, double[] grid, StopSignal stop) {
    if (rows.length == 0 || grid.length == 0) {
      throw new InvalidInput("rows", "there are no rows, or no values to try");
    }
    int k = scorer.outputs();
    double[][][] curves = new double[k][rows.length][grid.length];
    double[] row = new double[rows[0].length];
    double[] out = new double[k];
    for (int i = 0; i < rows.length; i++) {
      stop.check();
      System.arraycopy(rows[i], 0, row, 0, row.length);
      for (int g = 0; g < grid.length; g++) {
        row[feature] = grid[g];
        scorer.score(row, out);
        link.apply(out);
        for (int j = 0; j < k; j++) {
          curves[j][i][g] = out[j];
        }
      }
    }
    return new PartialDependence(grid.clone(), curves);
  }

  /// The distinct values at equal steps of rank from the least to the greatest, missing ones left
  /// out.
  ///
  /// @param values of the feature; NaN is missing
  /// @param points how many at most, `>= 2`
  /// @throws InvalidInput when all are missing
  public static double[] quantiles(double[] values, int points) {
    if (points < 2) {
      throw new InvalidInput("points", "points is %d, it must be at least 2".formatted(points));
    }
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (sorted.length == 0) {
      throw new InvalidInput("values", "all values are missing");
    }
    double[] distinct = Arrays.stream(sorted).distinct().toArray();
    if (distinct.length <= points) {
      return distinct;
    }
    return IntStream.range(0, points)
        .map(p -> (int) Math.round((double) p * (sorted.length - 1) / (points - 1)))
        .mapToDouble(place -> sorted[place])
        .distinct()
        .toArray();
  }

  /// All codes of a category.
  public static double[] codes(int cardinality) {
    return IntStream.range(0, cardinality).asDoubleStream().toArray();
  }

  /// The values tried; a copy.
  public double[] grid() {
    return grid.clone();
  }

  /// The mean prediction at each value; a copy.
  public double[] mean(int output) {
    double[] mean = new double[grid.length];
    for (double[] curve : curves[output]) {
      for (int g = 0; g < mean.length; g++) {
        mean[g] += curve[g] / curves[output].length;
      }
    }
    return mean;
  }

  /// The predictions of one row at each value; a copy.
  public double[] curve(int output, int row) {
    return curves[output][row].clone();
  }
}
