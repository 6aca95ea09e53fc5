package dev.lazuli.ml.linear;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.design.DesignRows;
import dev.lazuli.ml.design.TrainingRows;
import org.jspecify.annotations.Nullable;

/// Fits linear support vector machines for classes, one against the rest, and for numbers.
public final class LinearSvm {
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

  /// A model of classes whose scores are log-odds, or become probabilities by softmax: a logistic
  /// model of out-of-fold scores is folded into the weights, see [ScoreCalibration].
  public static LinearModel fitProbabilities(
      FeatureTable table,
      int[] rows,
      double[] target,
      double @Nullable [] weights,
      SvmSettings settings,
      StopSignal stop) {
    TrainingRows training =
        TrainingRows.of(table, rows, target, weights).requireClasses(settings.classes());
    LinearModel calibration =
        ScoreCalibration.learn(
            training, settings.classes(), settings.seed(), part -> fit(part, settings, stop), stop);
    return fit(training, settings, stop).then(calibration);
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
