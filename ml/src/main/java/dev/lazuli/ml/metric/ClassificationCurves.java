package dev.lazuli.ml.metric;

import dev.lazuli.ml.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The curves of class probabilities, each class against the rest: receiver operating
/// characteristic, precision and recall, gain, lift, and calibration.
public final class ClassificationCurves {
  private static final int POINTS = 100;
  private static final int BINS = 10;
  private static final int CLASSES_MAX = 20;

  private final Predictions predictions;
  private final List<String> classes;
  private final List<List<Json>> roc = new ArrayList<>();
  private final List<List<Json>> precision = new ArrayList<>();
  private final List<List<Json>> gain = new ArrayList<>();
  private final List<List<Json>> calibration = new ArrayList<>();

  private ClassificationCurves(Predictions predictions, List<String> classes) {
    this.predictions = predictions;
    this.classes = classes;
  }

  /// The curves as tables; of two classes only those of the second, of many the first 20.
  ///
  /// @param classes names of the classes
  public static List<CurveTable> of(Predictions predictions, List<String> classes) {
    ClassificationCurves curves = new ClassificationCurves(predictions, classes);
    int first = classes.size() == 2 ? 1 : 0;
    for (int group = first; group < Math.min(CLASSES_MAX, classes.size()); group++) {
      curves.add(group);
    }
    return List.of(
        new CurveTable(
            "charts/roc_curve.json",
            List.of("class", "threshold", "false_positive_rate", "true_positive_rate"),
            curves.roc),
        new CurveTable(
            "charts/precision_recall_curve.json",
            List.of("class", "threshold", "recall", "precision"),
            curves.precision),
        new CurveTable(
            "charts/gain_lift_curve.json",
            List.of("class", "share_of_rows", "gain", "lift"),
            curves.gain),
        new CurveTable(
            "charts/calibration_curve.json",
            List.of("class", "mean_probability", "share_of_class", "rows"),
            curves.calibration));
  }

  private void add(int group) {
    int[] order =
        IntStream.range(0, predictions.rows())
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer row) -> -predictions.probability(row, group)))
            .mapToInt(row -> row)
            .toArray();
    double positives = 0;
    double negatives = 0;
    for (int row : order) {
      boolean hit = predictions.actual(row) == group;
      positives += hit ? predictions.weight(row) : 0;
      negatives += hit ? 0 : predictions.weight(row);
    }
    if (positives > 0 && negatives > 0) {
      ranked(group, order, positives, negatives);
    }
    calibrated(group);
  }

  /// Walks down the ranking and keeps about a hundred points, ties together.
  private void ranked(int group, int[] order, double positives, double negatives) {
    Json name = new Json.Text(classes.get(group));
    roc.add(List.of(name, number(1), number(0), number(0)));
    double hits = 0;
    double misses = 0;
    double next = 0;
    for (int i = 0; i < order.length; i++) {
      int row = order[i];
      hits += predictions.actual(row) == group ? predictions.weight(row) : 0;
      misses += predictions.actual(row) == group ? 0 : predictions.weight(row);
      double score = predictions.probability(row, group);
      boolean tied = i + 1 < order.length && predictions.probability(order[i + 1], group) == score;
      double share = (hits + misses) / (positives + negatives);
      if (!tied && (share >= next || i + 1 == order.length)) {
        next = share + 1.0 / POINTS;
        double recall = hits / positives;
        roc.add(List.of(name, number(score), number(misses / negatives), number(recall)));
        precision.add(List.of(name, number(score), number(recall), number(hits / (hits + misses))));
        gain.add(List.of(name, number(share), number(recall), number(recall / share)));
      }
    }
  }

  private void calibrated(int group) {
    double[] said = new double[BINS];
    double[] came = new double[BINS];
    double[] rows = new double[BINS];
    for (int row = 0; row < predictions.rows(); row++) {
      double probability = predictions.probability(row, group);
      int bin = Math.clamp((int) (probability * BINS), 0, BINS - 1);
      said[bin] += predictions.weight(row) * probability;
      came[bin] += predictions.actual(row) == group ? predictions.weight(row) : 0;
      rows[bin] += predictions.weight(row);
    }
    for (int bin = 0; bin < BINS; bin++) {
      if (rows[bin] > 0) {
        calibration.add(
            List.of(
                new Json.Text(classes.get(group)),
                number(said[bin] / rows[bin]),
                number(came[bin] / rows[bin]),
                number(rows[bin])));
      }
    }
  }

  private static Json number(double value) {
    return new Json.Numeral(value);
  }
}
