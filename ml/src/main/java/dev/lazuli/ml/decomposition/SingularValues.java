package dev.lazuli.ml.decomposition;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;

/// Singular values and right singular vectors of a matrix.
///
/// A tall matrix is first made square by Householder's QR; then columns are rotated until all are
/// orthogonal, the one-sided Jacobi method, which gives even small singular values exactly: Golub
/// and Van Loan, Matrix Computations, sections 5.2 and 8.6.
final class SingularValues {
  private static final int SWEEPS_MAX = 60;
  private static final double EPSILON = 1e-15;

  private final double[] values;
  private final double[][] vectors;

  private SingularValues(double[] values, double[][] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /// Singular values, descending; as many as the matrix has rows or columns, whichever are fewer.
  double[] values() {
    return values;
  }

  /// The unit vector for each singular value.
  double[][] vectors() {
    return vectors;
  }

  /// @param columns the matrix, `d` columns of `n` numbers; changed
  static SingularValues of(double[][] columns, StopSignal stop) {
    int d = columns.length;
    int n = columns[0].length;
    double[][] square = columns;
    if (n < d) {
      square = turned(columns);
    } else if (n > d) {
      square = triangle(columns, stop);
    }
    int count = square.length;
    double[][] rotation = new double[count][count];
    for (int j = 0; j < count; j++) {
      rotation[j][j] = 1;
    }
    rotate(square, rotation, stop);
    double[] norms = new double[count];
    Integer[] order = new Integer[count];
    for (int j = 0; j < count; j++) {
      norms[j] = Math.sqrt(dot(square[j], square[j]));
      order[j] = j;
    }
    Arrays.sort(order, (a, b) -> Double.compare(norms[b], norms[a]));
    double[] values = new double[count];
    double[][] vectors = new double[count][];
    for (int j = 0; j < count; j++) {
      int from = order[j];
      values[j] = norms[from];
      vectors[j] = n < d ? unit(square[from], norms[from]) : rotation[from];
    }
    return new SingularValues(values, vectors);
  }

  private static double[] unit(double[] vector, double norm) {
    double[] unit = new double[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = norm > 0 ? vector[i] / norm : 0;
    }
    return unit;
  }

  private static double[][] turned(double[][] columns) {
    double[][] turned = new double[columns[0].length][columns.length];
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < turned.length; i++) {
        turned[i][j] = columns[j][i];
      }
    }
    return turned;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  /// The upper triangle of the QR decomposition, as columns.
  private static double[][] triangle(double[][] columns, StopSignal stop) {
    int d = columns.length;
    int n = columns[0].length;
    double[][] triangle = new double[d][d];
    for (int j = 0; j < d; j++) {
      stop.check();
      double[] pivot = columns[j];
      double norm = 0;
      for (int i = j; i < n; i++) {
        norm += pivot[i] * pivot[i];
      }
      norm = pivot[j] > 0 ? -Math.sqrt(norm) : Math.sqrt(norm);
      System.arraycopy(pivot, 0, triangle[j], 0, j);
      triangle[j][j] = norm;
      if (norm == 0) {
        continue;
      }
      pivot[j] -= norm;
      double half = -pivot[j] * norm;
      for (int c = j + 1; c < d; c++) {
        double sum = 0;
        for (int i = j; i < n; i++) {
          sum += pivot[i] * columns[c][i];
        }
        double factor = sum / half;
        for (int i = j; i < n; i++) {
          columns[c][i] -= factor * pivot[i];
        }
      }
    }
    return triangle;
  }

  /// Makes columns orthogonal by rotations of two at a time.
  private static void rotate(double[][] columns, double[][] rotation, StopSignal stop) {
    for (int sweep = 0; sweep < SWEEPS_MAX; sweep++) {
      boolean changed = false;
      for (int p = 0; p < columns.length - 1; p++) {
        stop.check();
        for (int q = p + 1; q < columns.length; q++) {
          changed |= rotate(columns, rotation, p, q);
        }
      }
      if (!changed) {
        return;
      }
    }
  }

  private static boolean rotate(double[][] columns, double[][] rotation, int p, int q) {
    double product = dot(columns[p], columns[q]);
    double first = dot(columns[p], columns[p]);
    double second = dot(columns[q], columns[q]);
    if (Math.abs(product) <= EPSILON * Math.sqrt(first * second) || product == 0) {
      return false;
    }
    double ratio = (second - first) / (2 * product);
    double tangent = Math.copySign(1, ratio) / (Math.abs(ratio) + Math.hypot(1, ratio));
    double cosine = 1 / Math.hypot(1, tangent);
    double sine = cosine * tangent;
    turn(columns[p], columns[q], cosine, sine);
    turn(rotation[p], rotation[q], cosine, sine);
    return true;
  }

  private static void turn(double[] one, double[] other, double cosine, double sine) {
    for (int i = 0; i < one.length; i++) {
      double held = one[i];
      one[i] = cosine * held - sine * other[i];
      other[i] = sine * held + cosine * other[i];
    }
  }
}
