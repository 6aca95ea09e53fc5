package dev.lazuli.ml.metric;

import java.util.EnumMap;
import java.util.Map;

/// Azure's metrics of predicted classes.
///
/// As in Azure, averages over classes leave out those that no row has, except that precision,
/// recall and F1 also count classes that are only predicted. A metric that is not defined, such as
/// an AUC of a single class, is NaN.
public final class ClassificationScores {
  private static final double LEAST_PROBABILITY = Math.ulp(1.0);

  private final Predictions predictions;
  private final double[][] confusion;
  private final double[] actualSums;
  private final double[] predictedSums;
  private final double total;

  /// Metrics of these predictions.
  public ClassificationScores(Predictions predictions) {
    int classes = predictions.classCount();
    this.predictions = predictions;
    this.confusion = new double[classes][classes];
    this.actualSums = new double[classes];
    this.predictedSums = new double[classes];
    double sum = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      double weight = predictions.weight(row);
      confusion[predictions.actual(row)][predictions.predicted(row)] += weight;
      actualSums[predictions.actual(row)] += weight;
      predictedSums[predictions.predicted(row)] += weight;
      sum += weight;
    }
    this.total = sum;
  }

  /// All metrics of classification.
  public Map<Metric, Double> values() {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.all(Metric.Kind.CLASSIFICATION)) {
      values.put(metric, value(metric));
    }
    return values;
  }

  /// One metric.
  public double value(Metric metric) {
    return switch (metric) {
      case ACCURACY, F1_SCORE_MICRO, PRECISION_SCORE_MICRO, RECALL_SCORE_MICRO -> accuracy();
      case AUC_MACRO -> ranked(false, false);
      case AUC_WEIGHTED -> ranked(false, true);
      case AUC_MICRO -> micro().areaUnderCurve();
      case AVERAGE_PRECISION_SCORE_MACRO -> ranked(true, false);
      case AVERAGE_PRECISION_SCORE_WEIGHTED -> ranked(true, true);
      case AVERAGE_PRECISION_SCORE_MICRO -> micro().averagePrecision();
      case BALANCED_ACCURACY, RECALL_SCORE_MACRO -> macro(this::recall);
      case RECALL_SCORE_WEIGHTED -> weighted(this::recall);
      case PRECISION_SCORE_MACRO -> macro(this::precision);
      case PRECISION_SCORE_WEIGHTED -> weighted(this::precision);
      case F1_SCORE_MACRO -> macro(this::f1);
      case F1_SCORE_WEIGHTED -> weighted(this::f1);
      case LOG_LOSS -> logLoss();
      case MATTHEWS_CORRELATION -> matthews();
      case NORM_MACRO_RECALL -> normMacroRecall();
      case WEIGHTED_ACCURACY -> weightedAccuracy();
      case EXPLAINED_VARIANCE,
          MEAN_ABSOLUTE_ERROR,
          MEAN_ABSOLUTE_PERCENTAGE_ERROR,
          MEDIAN_ABSOLUTE_ERROR,
          NORMALIZED_MEAN_ABSOLUTE_ERROR,
          NORMALIZED_MEDIAN_ABSOLUTE_ERROR,
          NORMALIZED_ROOT_MEAN_SQUARED_ERROR,
          NORMALIZED_ROOT_MEAN_SQUARED_LOG_ERROR,
          R2_SCORE,
          ROOT_MEAN_SQUARED_ERROR,
          ROOT_MEAN_SQUARED_LOG_ERROR,
          SPEARMAN_CORRELATION ->
          throw new IllegalArgumentException(metric + " is a metric of regression");
    };
  }

  private interface OfClass {
    double value(int group);
  }

  private double macro(OfClass measure) {
    double sum = 0;
    int count = 0;
    for (int group = 0; group < confusion.length; group++) {
      if (actualSums[group] > 0 || predictedSums[group] > 0) {
        sum += measure.value(group);
        count++;
      }
    }
    return sum / count;
  }

  private double weighted(OfClass measure) {
    double sum = 0;
    for (int group = 0; group < confusion.length; group++) {
      if (actualSums[group] > 0) {
        sum += measure.value(group) * actualSums[group];
      }
    }
    return sum / total;
  }

  private double recall(int group) {
    return actualSums[group] > 0 ? confusion[group][group] / actualSums[group] : 0;
  }

  private double precision(int group) {
    return predictedSums[group] > 0 ? confusion[group][group] / predictedSums[group] : 0;
  }

  private double f1(int group) {
    double both = actualSums[group] + predictedSums[group];
    return both > 0 ? 2 * confusion[group][group] / both : 0;
  }

  private double accuracy() {
    double right = 0;
    for (int group = 0; group < confusion.length; group++) {
      right += confusion[group][group];
    }
    return right / total;
  }

  /// Accuracy in which a row counts as much as its class is large.
  private double weightedAccuracy() {
    double right = 0;
    double all = 0;
    for (int group = 0; group < confusion.length; group++) {
      right += confusion[group][group] * actualSums[group];
      all += actualSums[group] * actualSums[group];
    }
    return right / all;
  }

  /// Mean recall, scaled so that chance is 0 and never below it.
  ///
  /// Only classes that rows have can be predicted here: a row goes to the most probable of them.
  private double normMacroRecall() {
    boolean[] present = predictions.present();
    int classes = 0;
    for (boolean some : present) {
      classes += some ? 1 : 0;
    }
    boolean restricted = classes < present.length && present.length > 2;
    double[] right = new double[present.length];
    for (int row = 0; row < predictions.rows(); row++) {
      int group = predictions.actual(row);
      int predicted = restricted ? mostProbable(row, present) : predictions.predicted(row);
      right[group] += predicted == group ? predictions.weight(row) : 0;
    }
    double sum = 0;
    for (int group = 0; group < right.length; group++) {
      sum += present[group] ? right[group] / actualSums[group] : 0;
    }
    double chance = 1.0 / (restricted ? classes : present.length);
    return chance == 1 ? Double.NaN : Math.max(0, (sum / classes - chance) / (1 - chance));
  }

  private int mostProbable(int row, boolean[] among) {
    int best = -1;
    for (int group = 0; group < among.length; group++) {
      boolean better =
          best < 0 || predictions.probability(row, group) > predictions.probability(row, best);
      best = among[group] && better ? group : best;
    }
    return best;
  }

  private double logLoss() {
    double sum = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      double probability = predictions.probability(row, predictions.actual(row));
      double kept = Math.clamp(probability, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY);
      sum -= predictions.weight(row) * Math.log(kept);
    }
    return sum / total;
  }

  /// The [R_k statistic](https://rk.kvl.dk/introduction/index.html); 0 when it is not defined.
  private double matthews() {
    double right = 0;
    double products = 0;
    double actualSquares = 0;
    double predictedSquares = 0;
    for (int group = 0; group < confusion.length; group++) {
      right += confusion[group][group];
      products += actualSums[group] * predictedSums[group];
      actualSquares += actualSums[group] * actualSums[group];
      predictedSquares += predictedSums[group] * predictedSums[group];
    }
    double spread = (total * total - actualSquares) * (total * total - predictedSquares);
    return spread <= 0 ? 0 : (right * total - products) / Math.sqrt(spread);
  }

  /// Mean over the classes that rows have, each against the rest.
  private double ranked(boolean precision, boolean weighted) {
    boolean[] present = predictions.present();
    boolean two = present.length == 2;
    double sum = 0;
    double weights = 0;
    for (int group = 0; group < present.length; group++) {
      if (present[group] || two) {
        RankScores scores = against(group);
        double weight = weighted ? scores.positiveSum() : 1;
        double value = precision ? scores.averagePrecision() : scores.areaUnderCurve();
        sum += weight * value;
        weights += weight;
      }
    }
    return sum / weights;
  }

  private RankScores against(int group) {
    int rows = predictions.rows();
    boolean[] isPositive = new boolean[rows];
    double[] scores = new double[rows];
    for (int row = 0; row < rows; row++) {
      isPositive[row] = predictions.actual(row) == group;
      scores[row] = predictions.probability(row, group);
    }
    return new RankScores(isPositive, scores, predictions.weights());
  }

  /// Every pair of a row and a class as one row.
  private RankScores micro() {
    int classes = predictions.classCount();
    int pairs = predictions.rows() * classes;
    boolean[] isPositive = new boolean[pairs];
    double[] weights = new double[pairs];
    for (int row = 0; row < predictions.rows(); row++) {
      for (int group = 0; group < classes; group++) {
        isPositive[row * classes + group] = predictions.actual(row) == group;
        weights[row * classes + group] = predictions.weight(row);
      }
    }
    return new RankScores(isPositive, predictions.probabilities(), weights);
  }

  /// Sum of weights by actual class, then predicted class; not a copy.
  double[][] confusion() {
    return confusion;
  }
}
