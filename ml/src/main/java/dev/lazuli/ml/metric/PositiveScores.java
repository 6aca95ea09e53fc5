package dev.lazuli.ml.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/// Azure's metrics of one class, the positive one, against all others.
public final class PositiveScores {
  private PositiveScores() {}

  /// The metrics under Azure's names, which end with `_binary`; NaN where one is not defined.
  ///
  /// @param positive number of the positive class
  public static Map<String, Double> of(Predictions predictions, int positive) {
    int rows = predictions.rows();
    boolean[] isPositive = new boolean[rows];
    double[] scores = new double[rows];
    double hits = 0;
    double actual = 0;
    double predicted = 0;
    for (int row = 0; row < rows; row++) {
      isPositive[row] = predictions.actual(row) == positive;
      scores[row] = predictions.probability(row, positive);
      boolean said = predictions.predicted(row) == positive;
      double weight = predictions.weight(row);
      actual += isPositive[row] ? weight : 0;
      predicted += said ? weight : 0;
      hits += said && isPositive[row] ? weight : 0;
    }
    RankScores ranks = new RankScores(isPositive, scores, predictions.weights());
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("AUC_binary", ranks.areaUnderCurve());
    named.put("average_precision_score_binary", ranks.averagePrecision());
    named.put("f1_score_binary", actual + predicted > 0 ? 2 * hits / (actual + predicted) : 0);
    named.put("precision_score_binary", predicted > 0 ? hits / predicted : 0);
    named.put("recall_score_binary", actual > 0 ? hits / actual : 0);
    return named;
  }
}
