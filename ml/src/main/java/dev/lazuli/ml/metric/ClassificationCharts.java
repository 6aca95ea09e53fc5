package dev.lazuli.ml.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Charts of a classification: confusion matrix, and the counts behind ROC, lift and calibration.
public final class ClassificationCharts {
  private static final int POINTS = 100;

  private ClassificationCharts() {}

  /// Rows by actual class, then predicted class.
  ///
  /// @param labels name of each class
  public static MetricArtifact confusionMatrix(Predictions predictions, List<String> labels) {
    double[][] confusion = new ClassificationScores(predictions).confusion();
    List<List<Number>> matrix = new ArrayList<>();
    for (double[] row : confusion) {
      matrix.add(Arrays.stream(row).mapToObj(ClassificationCharts::count).toList());
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("class_labels", List.copyOf(labels));
    data.put("matrix", matrix);
    return new MetricArtifact("confusion_matrix", "confusion_matrix", "1.0.0", data);
  }

  private static Number count(double value) {
    return value == Math.rint(value) ? (Number) (long) value : (Number) value;
  }

  /// True positives, false positives, true negatives and false negatives of each class against the
  /// rest, at 100 even thresholds and at 100 percentiles of all probabilities.
  ///
  /// A class that no row has gets zeros.
  ///
  /// @param labels name of each class
  public static MetricArtifact accuracyTable(Predictions predictions, List<String> labels) {
    double[] shares = Quantiles.spaced(0, 1, POINTS);
    double[] sorted = predictions.probabilities().clone();
    Arrays.sort(sorted);
    double[] percentiles =
        Arrays.stream(shares).map(share -> Quantiles.of(sorted, share)).toArray();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("probability_tables", tables(predictions, shares));
    data.put("percentile_tables", tables(predictions, percentiles));
    data.put("probability_thresholds", Arrays.stream(shares).boxed().toList());
    data.put("percentile_thresholds", Arrays.stream(percentiles).boxed().toList());
    data.put("class_labels", List.copyOf(labels));
    return new MetricArtifact("accuracy_table", "accuracy_table", "1.0.1", data);
  }

  private static List<List<List<Integer>>> tables(Predictions predictions, double[] thresholds) {
    boolean[] present = predictions.present();
    List<List<List<Integer>>> tables = new ArrayList<>();
    for (int group = 0; group < present.length; group++) {
      tables.add(present[group] ? table(predictions, group, thresholds) : zeros(thresholds.length));
    }
    return tables;
  }

  private static List<List<Integer>> zeros(int count) {
    List<List<Integer>> zeros = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      zeros.add(List.of(0, 0, 0, 0));
    }
    return zeros;
  }

  private static List<List<Integer>> table(
      Predictions predictions, int group, double[] thresholds) {
    double[] positives = probabilities(predictions, group, true);
    double[] negatives = probabilities(predictions, group, false);
    List<List<Integer>> table = new ArrayList<>();
    for (double threshold : thresholds) {
      int falseNegatives = below(positives, threshold);
      int trueNegatives = below(negatives, threshold);
      table.add(
          List.of(
              positives.length - falseNegatives,
              negatives.length - trueNegatives,
              trueNegatives,
              falseNegatives));
    }
    return table;
  }

  private static double[] probabilities(Predictions predictions, int group, boolean ofGroup) {
    double[] values = new double[predictions.rows()];
    int count = 0;
    for (int row = 0; row < values.length; row++) {
      if ((predictions.actual(row) == group) == ofGroup) {
        values[count++] = predictions.probability(row, group);
      }
    }
    double[] kept = Arrays.copyOf(values, count);
    Arrays.sort(kept);
    return kept;
  }

  /// How many values are less than `threshold`.
  private static int below(double[] sorted, double threshold) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < threshold) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
