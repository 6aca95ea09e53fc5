package dev.lazuli.ml.automl;

import dev.lazuli.ml.model.Calibration;
import dev.lazuli.ml.model.Combination;
import dev.lazuli.ml.model.Member;
import java.util.List;
import java.util.Optional;

/// The trials that make up the final model, how they are put together, and how that did on rows
/// that they were not trained on.
final class Choice {
  private final List<Trial> trials;
  private final List<Double> weights;
  private final Combination combination;
  private final double[][] predictions;
  private final int[] decided;
  private final TrialResult result;

  private Choice(
      List<Trial> trials,
      List<Double> weights,
      Combination combination,
      double[][] predictions,
      int[] decided,
      TrialResult result) {
    this.trials = List.copyOf(trials);
    this.weights = List.copyOf(weights);
    this.combination = combination;
    this.predictions = predictions;
    this.decided = decided;
    this.result = result;
  }

  /// One trial alone.
  static Choice of(Trial trial) {
    return new Choice(
        List.of(trial),
        List.of(1.0),
        Combination.plain(),
        trial.predictions(),
        new int[0],
        trial.result());
  }

  /// Trials mixed by weight.
  ///
  /// @param predictions of the mix, `outputs x validated rows`
  static Choice mixed(
      List<Trial> trials, List<Double> weights, double[][] predictions, TrialResult result) {
    return new Choice(trials, weights, Combination.plain(), predictions, new int[0], result);
  }

  /// Trials under a second layer.
  ///
  /// @param predictions of the second layer for rows that it was not trained on
  static Choice stacked(
      List<Trial> trials, Member second, double[][] predictions, TrialResult result) {
    List<Double> equal = trials.stream().map(_ -> 1.0 / trials.size()).toList();
    Combination combination =
        new Combination(Optional.of(second), new Calibration.None(), new double[0]);
    return new Choice(trials, equal, combination, predictions, new int[0], result);
  }

  /// The same with corrected probabilities and classes decided by factors.
  ///
  /// @param corrected predictions, each row corrected by what other rows taught
  /// @param decidedClasses of the rows, likewise; empty for the most probable ones
  Choice corrected(
      Calibration calibration,
      double[] factors,
      double[][] corrected,
      int[] decidedClasses,
      TrialResult better) {
    Combination more = new Combination(combination.secondLayer(), calibration, factors);
    return new Choice(trials, weights, more, corrected, decidedClasses, better);
  }

  List<Trial> trials() {
    return trials;
  }

  List<Double> weights() {
    return weights;
  }

  Combination combination() {
    return combination;
  }

  /// Predictions of the validated rows.
  double[][] predictions() {
    return predictions;
  }

  /// Classes decided for the validated rows; empty for the most probable ones.
  int[] decided() {
    return decided;
  }

  TrialResult result() {
    return result;
  }

  /// The primary metric of each fold.
  double[] foldValues() {
    return result.foldScores().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// Whether this is more than a single trial as it was.
  boolean isEnsemble() {
    return trials.size() > 1;
  }
}
