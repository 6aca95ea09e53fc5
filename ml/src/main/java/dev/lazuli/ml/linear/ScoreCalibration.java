package dev.lazuli.ml.linear;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.TrainingRows;
import dev.lazuli.ml.score.RowModel;
import dev.lazuli.ml.split.Folds;
import dev.lazuli.ml.split.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Learns how scores of classes become probabilities.
///
/// As in [Platt scaling](https://citeseerx.ist.psu.edu/doc/10.1.1.41.1639), by a logistic model of
/// out-of-fold scores, here over all classes' scores at once.
public final class ScoreCalibration {
  private static final int FOLDS = 3;
  private static final double PENALTY = 1e-4;
  private static final double TOLERANCE = 1e-3;
  private static final int STEPS = 30;

  private ScoreCalibration() {}

  /// A linear model from scores to log-odds, or to what softmax makes probabilities of.
  ///
  /// @param classes number of classes; two have one score, more have one each
  /// @param seed of the folds
  /// @param fit a model of some of the rows
  /// @throws StopSignal.Stopped when the work was told to end
  public static LinearModel learn(
      TrainingRows training,
      int classes,
      long seed,
      Function<TrainingRows, RowModel> fit,
      StopSignal stop) {
    int n = training.size();
    int outputs = classes == 2 ? 1 : classes;
    double[][] scores = new double[outputs][n];
    int[] groups = IntStream.range(0, n).map(training::classOf).toArray();
    for (Split split : Folds.stratified(groups, FOLDS, new SplittableRandom(seed))) {
      scoreInto(scores, fit.apply(training.part(split.train())), training, split.validation());
    }
    List<Feature> features = new ArrayList<>();
    for (int j = 0; j < outputs; j++) {
      features.add(new Feature.Numeric("score" + j, scores[j]));
    }
    LinearSettings logistic =
        LinearSettings.of(outputs == 1 ? Family.LOGISTIC : Family.MULTINOMIAL, classes)
            .withIterationsMax(STEPS)
            .withTolerance(TOLERANCE);
    return new LinearFit(
            FeatureTable.of(features),
            IntStream.range(0, n).toArray(),
            IntStream.range(0, n).mapToDouble(training::target).toArray(),
            IntStream.range(0, n).mapToDouble(training::weight).toArray(),
            logistic,
            stop)
        .fit(PENALTY);
  }

  private static void scoreInto(
      double[][] scores, RowModel model, TrainingRows training, int[] places) {
    double[] row = new double[training.table().features().size()];
    double[] out = new double[model.outputs()];
    for (int place : places) {
      training.table().row(training.rows()[place], row);
      model.score(row, out);
      for (int j = 0; j < out.length; j++) {
        scores[j][place] = out[j];
      }
    }
  }
}
