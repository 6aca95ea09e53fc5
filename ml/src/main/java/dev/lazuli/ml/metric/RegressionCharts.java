package dev.lazuli.ml.metric;

import java.math.RoundingMode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/// Charts of a regression: a histogram of residuals, and predictions by bins of the true value.
public final class RegressionCharts {
  private static final int RESIDUAL_EDGES = 9;
  private static final int BINS_MAX = 100;

  private RegressionCharts() {}

  /// Predicted minus actual in 10 bins: 8 even ones within two standard deviations of the data
  /// set's targets, and one on each side for what lies beyond.
  public static MetricArtifact residuals(double[] actual, double[] predicted, TargetSpread spread) {
    double[] residuals = new RegressionScores(actual, predicted, spread).residuals();
    double deviation = spread.standardDeviation() == 0 ? 1 : spread.standardDeviation();
    double[] edges = residualEdges(2 * deviation, residuals);
    int[] counts = new int[edges.length - 1];
    for (double residual : residuals) {
      int bin = 0;
      while (bin < counts.length - 1 && residual >= edges[bin + 1]) {
        bin++;
      }
      counts[bin]++;
    }
    TargetSpread ofResiduals = TargetSpread.of(residuals);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("bin_edges", Arrays.stream(edges).boxed().toList());
    data.put("bin_counts", Arrays.stream(counts).boxed().toList());
    data.put("mean", Arrays.stream(residuals).average().orElse(0));
    data.put("stddev", ofResiduals.standardDeviation());
    data.put("res_count", residuals.length);
    return new MetricArtifact("residuals", "residuals", "1.0.0", data);
  }

  private static double[] residualEdges(double twoDeviations, double[] residuals) {
    double bound =
        Quantiles.rounded(twoDeviations, Quantiles.decimals(twoDeviations), RoundingMode.CEILING);
    int decimals = Quantiles.decimals(bound / RESIDUAL_EDGES);
    double[] inner =
        Arrays.stream(Quantiles.spaced(-bound, bound, RESIDUAL_EDGES))
            .map(edge -> Quantiles.rounded(edge, decimals, RoundingMode.HALF_EVEN))
            .toArray();
    double step = inner[1] - inner[0];
    double least = Arrays.stream(residuals).min().orElse(0);
    double most = Arrays.stream(residuals).max().orElse(0);
    double first = least < inner[0] ? least : inner[0] - step;
    double last = most >= inner[inner.length - 1] ? most : inner[inner.length - 1] + step;
    return DoubleStream.concat(
            DoubleStream.concat(DoubleStream.of(first), Arrays.stream(inner)),
            DoubleStream.of(last))
        .toArray();
  }

  /// Mean and standard deviation of the predictions in bins of the true value.
  ///
  /// The bins are even between the 1st and 99th percentile of `targets`, about `sqrt(n)` of them
  /// and at most 100; one more on each side holds the rest.
  ///
  /// @param targets of the whole data set, so that charts of several folds share their bins
  public static MetricArtifact predictedTrue(
      double[] actual, double[] predicted, double[] targets) {
    double[] edges = targetEdges(targets, actual.length);
    int bins = edges.length - 1;
    int[] counts = new int[bins];
    double[] means = new double[bins];
    double[] squares = new double[bins];
    for (int row = 0; row < actual.length; row++) {
      int bin = 0;
      while (bin < bins - 1 && actual[row] > edges[bin + 1]) {
        bin++;
      }
      counts[bin]++;
      double before = predicted[row] - means[bin];
      means[bin] += before / counts[bin];
      squares[bin] += before * (predicted[row] - means[bin]);
    }
    double[] deviations = new double[bins];
    for (int bin = 0; bin < bins; bin++) {
      deviations[bin] = counts[bin] == 0 ? 0 : Math.sqrt(squares[bin] / counts[bin]);
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("bin_edges", Arrays.stream(edges).boxed().toList());
    data.put("bin_counts", Arrays.stream(counts).boxed().toList());
    data.put("bin_averages", Arrays.stream(means).boxed().toList());
    data.put("bin_errors", Arrays.stream(deviations).boxed().toList());
    return new MetricArtifact("predicted_true", "predictions", "1.0.0", data);
  }

  private static double[] targetEdges(double[] targets, int rows) {
    double[] sorted = targets.clone();
    Arrays.sort(sorted);
    double low = Quantiles.of(sorted, 0.01);
    double high = Quantiles.of(sorted, 0.99);
    int bins = Math.clamp((int) Math.ceil(Math.sqrt(rows)), 2, BINS_MAX);
    double min = sorted[0];
    double max = sorted[sorted.length - 1];
    if (min == max) {
      return new double[] {min, max};
    }
    double width = (high > low ? high - low : max - min) / bins;
    int decimals = Math.max(2, 2 - (int) Math.log10(width));
    double[] inner = high > low ? Quantiles.spaced(low, high, bins - 1) : new double[] {low};
    return DoubleStream.concat(
            Arrays.stream(inner)
                .map(edge -> Quantiles.rounded(edge, decimals, RoundingMode.HALF_EVEN)),
            DoubleStream.of(
                Quantiles.rounded(min, decimals, RoundingMode.FLOOR),
                Quantiles.rounded(max, decimals, RoundingMode.CEILING)))
        .sorted()
        .distinct()
        .toArray();
  }
}
