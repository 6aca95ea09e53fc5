package dev.lazuli.ml.design;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.boost.FeatureTable;
import org.jspecify.annotations.Nullable;

/// Targets and weights of the rows that a learner fits, checked.
public final class TrainingRows {
  private final FeatureTable table;
  private final int[] rows;
  private final double[] target;
  private final double[] weight;
  private final double weightSum;

  private TrainingRows(
      FeatureTable table, int[] rows, double[] target, double[] weight, double weightSum) {
    this.table = table;
    this.rows = rows;
    this.target = target;
    this.weight = weight;
    this.weightSum = weightSum;
  }

  /// Some rows of a table.
  ///
  /// @param rows at least one
  /// @param target one value for each row of the table
  /// @param weights one number `>= 0` for each row of the table; null gives all the weight 1
  /// @throws InvalidInput when a target is not finite, or the weights cannot be used
  public static TrainingRows of(
      FeatureTable table, int[] rows, double[] target, double @Nullable [] weights) {
    if (rows.length == 0) {
      throw new InvalidInput("rows", "there are no rows to learn from");
    }
    checkLength("target", target.length, table);
    if (weights != null) {
      checkLength("weights", weights.length, table);
    }
    double[] targets = new double[rows.length];
    double[] shares = new double[rows.length];
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      targets[i] = target[rows[i]];
      shares[i] = weights == null ? 1 : weights[rows[i]];
      if (!Double.isFinite(targets[i])) {
        throw new InvalidInput(
            "target", "the target of row %d is %s".formatted(rows[i], targets[i]));
      }
      if (!(shares[i] >= 0) || Double.isInfinite(shares[i])) {
        throw new InvalidInput(
            "weights", "the weight of row %d is %s".formatted(rows[i], shares[i]));
      }
      sum += shares[i];
    }
    if (!(sum > 0)) {
      throw new InvalidInput("weights", "all weights are 0");
    }
    return new TrainingRows(table, rows, targets, shares, sum);
  }

  private static void checkLength(String subject, int length, FeatureTable table) {
    if (length != table.rows()) {
      throw new InvalidInput(
          subject, "%s has %d values for %d rows".formatted(subject, length, table.rows()));
    }
  }

  /// The same rows, when all targets are classes from 0 to `classes - 1`.
  ///
  /// @throws InvalidInput when one is not
  public TrainingRows requireClasses(int classes) {
    for (int i = 0; i < rows.length; i++) {
      if (!(target[i] >= 0 && target[i] < classes && target[i] == (int) target[i])) {
        throw new InvalidInput(
            "target",
            "the target of row %d is %s, it must be a class from 0 to %d"
                .formatted(rows[i], target[i], classes - 1));
      }
    }
    return this;
  }

  /// The table that the rows are of.
  public FeatureTable table() {
    return table;
  }

  /// Number of rows.
  public int size() {
    return rows.length;
  }

  /// The rows' places in the table; not a copy: only to read.
  public int[] rows() {
    return rows;
  }

  /// The target of the `i`-th row.
  public double target(int i) {
    return target[i];
  }

  /// The class of the `i`-th row.
  public int classOf(int i) {
    return (int) target[i];
  }

  /// The weight of the `i`-th row.
  public double weight(int i) {
    return weight[i];
  }

  /// The sum of the weights.
  public double weightSum() {
    return weightSum;
  }

  /// The `i`-th rows for each `i` of `places`.
  public TrainingRows part(int[] places) {
    int[] some = new int[places.length];
    double[] targets = new double[places.length];
    double[] weights = new double[places.length];
    double sum = 0;
    for (int i = 0; i < places.length; i++) {
      some[i] = rows[places[i]];
      targets[i] = target[places[i]];
      weights[i] = weight[places[i]];
      sum += weights[i];
    }
    return new TrainingRows(table, some, targets, weights, sum);
  }
}
