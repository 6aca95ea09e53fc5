package dev.lazuli.ml.prepare;

import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;

/// The target as numbers to take means of: itself, or 0/1 for each class (the second of two only).
public final class TargetValues {
  /// With more classes than this only the first ones have means.
  private static final int CLASSES_MAX = 10;

  private final int width;
  private final double[] values;
  private final int rows;

  private TargetValues(int width, double[] values, int rows) {
    this.width = width;
    this.values = values;
    this.rows = rows;
  }

  /// The values of a target.
  ///
  /// @param target numbers, or classes from 0 on
  public static TargetValues of(Target meaning, double[] target) {
    if (meaning.task() == Task.REGRESSION) {
      return new TargetValues(1, target, target.length);
    }
    int classes = meaning.classes().size();
    int width = classes == 2 ? 1 : Math.min(classes, CLASSES_MAX);
    double[] values = new double[target.length * width];
    for (int row = 0; row < target.length; row++) {
      for (int j = 0; j < width; j++) {
        values[row * width + j] = target[row] == (classes == 2 ? 1 : j) ? 1 : 0;
      }
    }
    return new TargetValues(width, values, target.length);
  }

  /// No values at all, for so many rows.
  static TargetValues none(int rows) {
    return new TargetValues(0, new double[0], rows);
  }

  /// Values of a row.
  int width() {
    return width;
  }

  int rows() {
    return rows;
  }

  /// All values, row after row.
  double[] values() {
    return values;
  }

  double mean(int output) {
    double sum = 0;
    for (int row = 0; row < rows(); row++) {
      sum += values[row * width + output];
    }
    return sum / Math.max(1, rows());
  }
}
