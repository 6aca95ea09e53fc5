package dev.lazuli.ml.prepare;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.model.TermVector;
import java.util.Arrays;

/// Sums over the rows of each fold, from which ridge regression without a fold is solved by
/// [conjugate gradients](https://doi.org/10.6028/jres.049.044).
final class NormalEquations {
  private static final int STEPS_MAX = 100;

  /// The part of the first residual's square at which a solution is near enough.
  private static final double NEAR = 1e-13;

  /// A gain below this part of the target's own squares is none.
  private static final double GAIN_MIN = 1e-3;

  private final int terms;
  private final int width;
  private final StopSignal stop;

  /// For each fold the products of terms, row-major `terms x terms`, and of terms and targets,
  /// `width x terms`.
  private final double[][] products;

  private final double[][] sides;
  private final double[] squares;

  NormalEquations(int terms, int width, int folds, StopSignal stop) {
    this.terms = terms;
    this.width = width;
    this.stop = stop;
    this.products = new double[folds][terms * terms];
    this.sides = new double[folds][width * terms];
    this.squares = new double[width];
  }

  /// Adds a row to a fold.
  ///
  /// @param target `width` values less their means
  void add(int fold, TermVector row, double[] target) {
    double[] sums = products[fold];
    for (int i = 0; i < row.size(); i++) {
      int at = row.place(i) * terms;
      for (int j = 0; j < row.size(); j++) {
        sums[at + row.place(j)] += row.value(i) * row.value(j);
      }
      for (int j = 0; j < width; j++) {
        sides[fold][j * terms + row.place(i)] += row.value(i) * target[j];
      }
    }
    for (int j = 0; j < width; j++) {
      squares[j] += target[j] * target[j];
    }
  }

  /// The penalty with the least error on rows of folds left out, judged by the first target; NaN
  /// when none is better than the mean.
  double bestPenalty(double[] penalties) {
    double best = Double.NaN;
    double least = -GAIN_MIN * squares[0];
    for (double penalty : penalties) {
      double change = 0;
      for (int fold = 0; fold < products.length; fold++) {
        double[] solution = solve(fold, 0, penalty);
        double[] applied = new double[terms];
        apply(products[fold], solution, 0, applied);
        for (int i = 0; i < terms; i++) {
          change += solution[i] * (applied[i] - 2 * sides[fold][i]);
        }
      }
      if (change < least) {
        least = change;
        best = penalty;
      }
    }
    return best;
  }

  /// The coefficients of a target.
  ///
  /// @param without the fold that is left out; -1 for none
  double[] solve(int without, int output, double penalty) {
    double[] matrix = new double[terms * terms];
    double[] residual = new double[terms];
    for (int fold = 0; fold < products.length; fold++) {
      if (fold != without) {
        for (int i = 0; i < matrix.length; i++) {
          matrix[i] += products[fold][i];
        }
        for (int i = 0; i < terms; i++) {
          residual[i] += sides[fold][output * terms + i];
        }
      }
    }
    double[] solution = new double[terms];
    double[] direction = residual.clone();
    double[] applied = new double[terms];
    double square = dot(residual, residual);
    double enough = NEAR * square;
    for (int step = 0; step < STEPS_MAX && square > enough; step++) {
      stop.check();
      apply(matrix, direction, penalty, applied);
      double size = square / dot(direction, applied);
      for (int i = 0; i < terms; i++) {
        solution[i] += size * direction[i];
        residual[i] -= size * applied[i];
      }
      double next = dot(residual, residual);
      for (int i = 0; i < terms; i++) {
        direction[i] = residual[i] + next / square * direction[i];
      }
      square = next;
    }
    return solution;
  }

  private void apply(double[] matrix, double[] vector, double penalty, double[] out) {
    Arrays.setAll(out, i -> penalty * vector[i]);
    for (int i = 0; i < terms; i++) {
      double sum = 0;
      for (int j = 0; j < terms; j++) {
        sum += matrix[i * terms + j] * vector[j];
      }
      out[i] += sum;
    }
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
