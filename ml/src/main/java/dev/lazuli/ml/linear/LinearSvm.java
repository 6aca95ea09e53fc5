package dev.lazuli.ml.linear;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.design.DesignRows;
import dev.lazuli.ml.design.TrainingRows;
import dev.lazuli.ml.split.Folds;
import dev.lazuli.ml.split.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Fits linear support vector machines for classes, one against the rest, and for numbers.
public final class LinearSvm {
  private static final int FOLDS = 3;
  private static final double CALIBRATION_PENALTY = 1e-4;
  private static final double CALIBRATION_TOLERANCE = 1e-3;
  private static final int CALIBRATION_STEPS = 30;

  private LinearSvm() {}

  /// A model whose scores are distances from the margin, or predicted numbers.
  ///
  /// @param target one value for each row of the table: a number, or a class from 0 on
  /// @param weights one for each row of the table; null gives all rows the weight 1
  /// @return one score, positive for class 1, or one for each of three or more classes
  /// @throws StopSignal.Stopped when the work was told to end
  public static LinearModel fit(
      FeatureTable table,
      int[] rows,
      double[] target,
      double @Nullable [] weights,
      SvmSettings settings,
      StopSignal stop) {
    return fit(TrainingRows.of(table, rows, target, weights), settings, stop);
  }

  /// A model of classes whose scores are log-odds, or become probabilities by softmax.
  ///
  /// As in [Platt scaling](https://citeseerx.ist.psu.edu/doc/10.1.1.41.1639), a logistic model of
  /// out-of-fold scores is learned, here over all classes' scores at once, and folded into the
  /// weights.
  public static LinearModel fitProbabilities(
      FeatureTable table,
      int[] rows,
      double[] target,
      double @Nullable [] weights,
      SvmSettings settings,
      StopSignal stop) {
    TrainingRows training =
        TrainingRows.of(table, rows, target, weights).requireClasses(settings.classes());
    int k = settings.outputs();
    int n = training.size();
    double[][] scores = new double[k][n];
    double[] classes = IntStream.range(0, n).mapToDouble(training::target).toArray();
    double[] shares = IntStream.range(0, n).mapToDouble(training::weight).toArray();
    int[] groups = IntStream.range(0, n).map(training::classOf).toArray();
    for (Split split : Folds.stratified(groups, FOLDS, new SplittableRandom(settings.seed()))) {
      LinearModel model = fit(training.part(split.train()), settings, stop);
      scoreInto(scores, model, training, split.validation());
    }
    List<Feature> features = new ArrayList<>();
    for (int j = 0; j < k; j++) {
      features.add(new Feature.Numeric("score" + j, scores[j]));
    }
    LinearSettings logistic =
        LinearSettings.of(k == 1 ? Family.LOGISTIC : Family.MULTINOMIAL, settings.classes())
            .withIterationsMax(CALIBRATION_STEPS)
            .withTolerance(CALIBRATION_TOLERANCE);
    LinearModel calibration =
        new LinearFit(
                FeatureTable.of(features),
                IntStream.range(0, n).toArray(),
                classes,
                shares,
                logistic,
                stop)
            .fit(CALIBRATION_PENALTY);
    return fit(training, settings, stop).then(calibration);
  }

  private static void scoreInto(
      double[][] scores, LinearModel model, TrainingRows training, int[] places) {
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

  private static LinearModel fit(TrainingRows training, SvmSettings settings, StopSignal stop) {
    Design design = Design.learn(training.table(), training.rows());
    DesignRows rows = design.rows(training.table(), training.rows());
    if (settings.loss().isForClasses()) {
      training.requireClasses(settings.classes());
    }
    double[][] coefficients = new double[settings.outputs()][];
    for (int j = 0; j < coefficients.length; j++) {
      boolean isNumber = !settings.loss().isForClasses();
      int positive = isNumber ? -1 : coefficients.length == 1 ? 1 : j;
      coefficients[j] = coefficients(rows, training, settings, stop, positive);
    }
    return Folding.model(design, coefficients);
  }

  /// @param positive the class to part from all others; -1 for numbers
  private static double[] coefficients(
      DesignRows rows, TrainingRows training, SvmSettings settings, StopSignal stop, int positive) {
    if (settings.loss().isSquared() && rows.columns() <= PrimalNewton.COLUMNS_MAX) {
      return new PrimalNewton(rows, training, settings, stop, positive).fit();
    }
    DualDescent descent = new DualDescent(rows, training, settings, stop);
    return positive < 0 ? descent.numbers() : descent.oneClass(positive);
  }
}
