package dev.lazuli.ml.metric;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// Azure's metrics of predicted numbers.
///
/// As in Azure, normalised errors are divided by the range of the whole data set's targets and are
/// at most 1, `r2_score` is at least -1, and weights don't count in medians, in the percentage
/// error and in the rank correlation. Errors of logarithms are NaN when a value is negative.
public final class RegressionScores {
  private static final double NEAR_ZERO = 1e-8;

  private final double[] actual;
  private final double[] predicted;
  private final double[] weights;
  private final TargetSpread spread;

  /// Metrics of rows of weight 1.
  ///
  /// @param spread of the whole data set, of which `actual` may be a part
  public RegressionScores(double[] actual, double[] predicted, TargetSpread spread) {
    this(actual, predicted, spread, ones(actual.length));
  }

  /// Metrics of weighted rows.
  public RegressionScores(
      double[] actual, double[] predicted, TargetSpread spread, double[] weights) {
    if (actual.length == 0 || actual.length != predicted.length) {
      throw new IllegalArgumentException(
          "%d targets, %d predictions".formatted(actual.length, predicted.length));
    }
    this.actual = actual;
    this.predicted = predicted;
    this.spread = spread;
    this.weights = weights;
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /// All metrics of regression.
  public Map<Metric, Double> values() {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.all(Metric.Kind.REGRESSION)) {
      values.put(metric, value(metric));
    }
    return values;
  }

  /// One metric.
  public double value(Metric metric) {
    return switch (metric) {
      case EXPLAINED_VARIANCE -> explainedVariance();
      case R2_SCORE -> Math.max(-1, r2());
      case SPEARMAN_CORRELATION -> spearman();
      case MEAN_ABSOLUTE_ERROR -> absoluteError();
      case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> percentageError();
      case MEDIAN_ABSOLUTE_ERROR -> medianError();
      case ROOT_MEAN_SQUARED_ERROR -> squaredError(false);
      case ROOT_MEAN_SQUARED_LOG_ERROR -> squaredError(true);
      case NORMALIZED_MEAN_ABSOLUTE_ERROR -> normalized(absoluteError(), range());
      case NORMALIZED_MEDIAN_ABSOLUTE_ERROR -> normalized(medianError(), range());
      case NORMALIZED_ROOT_MEAN_SQUARED_ERROR -> normalized(squaredError(false), range());
      case NORMALIZED_ROOT_MEAN_SQUARED_LOG_ERROR ->
          normalized(squaredError(true), Math.log1p(spread.max()) - Math.log1p(spread.min()));
      case ACCURACY,
          AUC_MACRO,
          AUC_MICRO,
          AUC_WEIGHTED,
          AVERAGE_PRECISION_SCORE_MACRO,
          AVERAGE_PRECISION_SCORE_MICRO,
          AVERAGE_PRECISION_SCORE_WEIGHTED,
          BALANCED_ACCURACY,
          F1_SCORE_MACRO,
          F1_SCORE_MICRO,
          F1_SCORE_WEIGHTED,
          LOG_LOSS,
          MATTHEWS_CORRELATION,
          NORM_MACRO_RECALL,
          PRECISION_SCORE_MACRO,
          PRECISION_SCORE_MICRO,
          PRECISION_SCORE_WEIGHTED,
          RECALL_SCORE_MACRO,
          RECALL_SCORE_MICRO,
          RECALL_SCORE_WEIGHTED,
          WEIGHTED_ACCURACY ->
          throw new IllegalArgumentException(metric + " is a metric of classification");
    };
  }

  private double range() {
    return spread.max() - spread.min();
  }

  /// `error` over `range`, at most 1; without a range 0 for a perfect prediction, else 1.
  private static double normalized(double error, double range) {
    if (range == 0) {
      return error == 0 ? 0 : 1;
    }
    return Double.isNaN(error) ? error : Math.min(1, error / range);
  }

  private double mean(double[] values) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
      total += weights[i];
    }
    return sum / total;
  }

  private double spreadAround(double[] values, double center) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * (values[i] - center) * (values[i] - center);
    }
    return sum;
  }

  double[] residuals() {
    double[] residuals = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      residuals[i] = predicted[i] - actual[i];
    }
    return residuals;
  }

  private double explainedVariance() {
    double[] residuals = residuals();
    return share(spreadAround(residuals, mean(residuals)), spreadAround(actual, mean(actual)));
  }

  private double r2() {
    if (actual.length == 1) {
      return actual[0] == predicted[0] ? 1 : 0;
    }
    return share(spreadAround(residuals(), 0), spreadAround(actual, mean(actual)));
  }

  private static double share(double unexplained, double all) {
    if (all == 0) {
      return unexplained == 0 ? 1 : 0;
    }
    return 1 - unexplained / all;
  }

  private double absoluteError() {
    return mean(Arrays.stream(residuals()).map(Math::abs).toArray());
  }

  private double medianError() {
    double[] errors = Arrays.stream(residuals()).map(Math::abs).sorted().toArray();
    int half = errors.length / 2;
    return errors.length % 2 == 1 ? errors[half] : (errors[half - 1] + errors[half]) / 2;
  }

  /// In percent, over the rows whose target is not zero.
  private double percentageError() {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < actual.length; i++) {
      if (Math.abs(actual[i]) > NEAR_ZERO) {
        sum += Math.abs((actual[i] - predicted[i]) / actual[i]);
        count++;
      }
    }
    return 100 * sum / count;
  }

  private double squaredError(boolean ofLogs) {
    double[] squares = new double[actual.length];
    for (int i = 0; i < squares.length; i++) {
      if (ofLogs && (actual[i] < 0 || predicted[i] < 0)) {
        return Double.NaN;
      }
      double error =
          ofLogs ? Math.log1p(predicted[i]) - Math.log1p(actual[i]) : predicted[i] - actual[i];
      squares[i] = error * error;
    }
    return Math.sqrt(mean(squares));
  }

  /// Correlation of the ranks; -1 when all targets or all predictions are equal, as in Azure.
  private double spearman() {
    double[] first = Ranks.of(actual);
    double[] second = Ranks.of(predicted);
    double middle = (actual.length + 1) / 2.0;
    double together = 0;
    double firstSquares = 0;
    double secondSquares = 0;
    for (int i = 0; i < first.length; i++) {
      together += (first[i] - middle) * (second[i] - middle);
      firstSquares += (first[i] - middle) * (first[i] - middle);
      secondSquares += (second[i] - middle) * (second[i] - middle);
    }
    if (firstSquares == 0 || secondSquares == 0) {
      return -1;
    }
    return together / Math.sqrt(firstSquares * secondSquares);
  }
}
