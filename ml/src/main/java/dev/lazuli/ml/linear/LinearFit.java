package dev.lazuli.ml.linear;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.design.DesignRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Fits linear models by proximal Newton steps, each solved by coordinate descent.
///
/// One object fits one set of training rows for a falling sequence of penalties, each fit starting
/// from the one before.
public final class LinearFit {
  private static final double CURVATURE_MIN = 1e-9;
  private static final int HALVINGS_MAX = 20;

  private final Design design;
  private final DesignRows rows;
  private final LinearSettings settings;
  private final StopSignal stop;
  private final double[] target;
  private final double[] weight;
  private final double weightSum;
  private final double[][] coefficients;
  private final double[][] scores;
  private final double[] oneRow;

  /// A fit of `trainRows` of the table.
  ///
  /// @param target one value for each row of the table: a number, or a class from 0 on
  /// @param weights one for each row of the table; null gives all rows the weight 1
  public LinearFit(
      FeatureTable table,
      int[] trainRows,
      double[] target,
      double @Nullable [] weights,
      LinearSettings settings,
      StopSignal stop) {
    this.design = Design.learn(table, trainRows);
    this.rows = design.rows(table, trainRows);
    this.settings = settings;
    this.stop = stop;
    int n = trainRows.length;
    this.target = new double[n];
    this.weight = new double[n];
    for (int i = 0; i < n; i++) {
      this.target[i] = target[trainRows[i]];
      this.weight[i] = weights == null ? 1 : weights[trainRows[i]];
    }
    this.weightSum = Arrays.stream(weight).sum();
    this.coefficients = new double[settings.outputs()][design.columns() + 1];
    this.scores = new double[settings.outputs()][n];
    this.oneRow = new double[settings.outputs()];
    if (settings.family() == Family.POISSON) {
      startAtMean();
    }
  }

  /// Begins with the logarithm of the mean count, from where Newton's steps are short.
  private void startAtMean() {
    double mean = 0;
    for (int i = 0; i < target.length; i++) {
      if (!(target[i] >= 0)) {
        throw new InvalidInput(
            "target", "a count is %s, it must not be negative".formatted(target[i]));
      }
      mean += weight[i] / weightSum * target[i];
    }
    if (!(mean > 0)) {
      throw new InvalidInput("target", "all counts are 0");
    }
    coefficients[0][design.columns()] = Math.log(mean);
    Arrays.fill(scores[0], Math.log(mean));
  }

  /// The model for one penalty.
  ///
  /// @throws StopSignal.Stopped when the work was told to end
  public LinearModel fit(double lambda) {
    double l1 = lambda * settings.l1Ratio();
    double l2 = lambda * (1 - settings.l1Ratio());
    for (int iteration = 0; iteration < settings.iterationsMax(); iteration++) {
      double moved = 0;
      for (int j = 0; j < coefficients.length; j++) {
        moved = Math.max(moved, newtonStep(j, l1, l2));
      }
      if (moved <= settings.tolerance()) {
        break;
      }
    }
    return Folding.model(design, coefficients);
  }

  /// Moves the coefficients of output `j`, and returns how far the farthest moved.
  private double newtonStep(int j, double l1, double l2) {
    int n = rows.size();
    double[] slope = new double[n];
    double[] curvature = new double[n];
    for (int i = 0; i < n; i++) {
      slopes(i, j, slope, curvature);
    }
    double[][] gram = rows.gram(curvature, stop);
    double[] right = rows.transposed(slope);
    double[] before = coefficients[j];
    for (int a = 0; a < before.length; a++) {
      double sum = right[a];
      for (int c = 0; c < before.length; c++) {
        sum += gram[a][c] * before[c];
      }
      right[a] = sum;
    }
    double[] after = before.clone();
    Quadratic.minimise(gram, right, l1, l2, settings.tolerance() * 0.1, after);
    return move(j, after, l1, l2);
  }

  /// Goes to `after`, or part of the way there when the objective would rise.
  private double move(int j, double[] after, double l1, double l2) {
    double[] before = coefficients[j].clone();
    double objective = settings.family() == Family.GAUSSIAN ? 0 : objective(l1, l2);
    double part = 1;
    for (int halving = 0; ; halving++) {
      for (int a = 0; a < before.length; a++) {
        coefficients[j][a] = before[a] + part * (after[a] - before[a]);
      }
      rows.multiply(coefficients[j], scores[j]);
      boolean good =
          settings.family() == Family.GAUSSIAN
              || objective(l1, l2) <= objective + 1e-12 * Math.abs(objective);
      if (good || halving == HALVINGS_MAX) {
        break;
      }
      part /= 2;
    }
    double moved = 0;
    for (int a = 0; a < before.length; a++) {
      moved = Math.max(moved, Math.abs(coefficients[j][a] - before[a]));
    }
    return moved;
  }

  /// The falling slope and the curvature of row `i`'s loss in its score `j`, by its share of
  /// weight.
  private void slopes(int i, int j, double[] slope, double[] curvature) {
    double share = weight[i] / weightSum;
    switch (settings.family()) {
      case GAUSSIAN -> {
        slope[i] = share * (target[i] - scores[0][i]);
        curvature[i] = share;
      }
      case POISSON -> {
        double mean = Math.exp(scores[0][i]);
        slope[i] = share * (target[i] - mean);
        curvature[i] = share * Math.max(mean, CURVATURE_MIN);
      }
      case LOGISTIC -> {
        double p = 1 / (1 + Math.exp(-scores[0][i]));
        slope[i] = share * (target[i] - p);
        curvature[i] = share * Math.max(p * (1 - p), CURVATURE_MIN);
      }
      case MULTINOMIAL -> {
        double p = Math.exp(scores[j][i] - logSum(i));
        slope[i] = share * ((target[i] == j ? 1 : 0) - p);
        curvature[i] = share * Math.max(p * (1 - p), CURVATURE_MIN);
      }
    }
  }

  private double objective(double l1, double l2) {
    double loss = 0;
    for (int i = 0; i < rows.size(); i++) {
      loss += weight[i] / weightSum * loss(i);
    }
    double absolute = 0;
    double squared = 0;
    for (double[] output : coefficients) {
      for (int a = 0; a < output.length - 1; a++) {
        absolute += Math.abs(output[a]);
        squared += output[a] * output[a];
      }
    }
    return loss + l1 * absolute + l2 / 2 * squared;
  }

  private double loss(int i) {
    for (int j = 0; j < scores.length; j++) {
      oneRow[j] = scores[j][i];
    }
    return loss(settings.family(), target[i], oneRow);
  }

  /// The loss of one row with these scores.
  static double loss(Family family, double target, double[] scores) {
    return switch (family) {
      case GAUSSIAN -> (target - scores[0]) * (target - scores[0]) / 2;
      case POISSON -> Math.exp(scores[0]) - target * scores[0];
      case LOGISTIC -> {
        double score = scores[0];
        yield Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - target * score;
      }
      case MULTINOMIAL -> logSum(scores) - scores[(int) target];
    };
  }

  private double logSum(int i) {
    for (int j = 0; j < scores.length; j++) {
      oneRow[j] = scores[j][i];
    }
    return logSum(oneRow);
  }

  private static double logSum(double[] scores) {
    double max = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      max = Math.max(max, score);
    }
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - max);
    }
    return max + Math.log(sum);
  }

  /// The least penalty that leaves only intercepts, for a positive `l1Ratio`.
  double lambdaMax() {
    double[] slope = new double[rows.size()];
    double greatest = 0;
    for (int j = 0; j < coefficients.length; j++) {
      double mean = 0;
      for (int i = 0; i < slope.length; i++) {
        mean += weight[i] / weightSum * targetOf(i, j);
      }
      for (int i = 0; i < slope.length; i++) {
        slope[i] = weight[i] / weightSum * (targetOf(i, j) - mean);
      }
      double[] sums = rows.transposed(slope);
      for (int a = 0; a < sums.length - 1; a++) {
        greatest = Math.max(greatest, Math.abs(sums[a]));
      }
    }
    return Math.max(greatest / settings.l1Ratio(), 1e-12);
  }

  private double targetOf(int i, int j) {
    return settings.family() == Family.MULTINOMIAL ? (target[i] == j ? 1 : 0) : target[i];
  }
}
