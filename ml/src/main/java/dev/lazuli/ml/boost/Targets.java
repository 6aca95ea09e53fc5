package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The target and the weight of the rows that a loss looks at.
///
/// Raw scores, gradients and hessians of a table of `n` rows and `k` outputs lie in arrays of `k *
/// n`, output `c` of row `r` at `c * n + r`.
public final class Targets {
  private final double[] values;
  private final double @Nullable [] weights;
  private final int[] rows;
  private final double weightSum;

  /// The targets of some rows of a table.
  ///
  /// @param values one target a row of the table
  /// @param weights one weight `>= 0` a row of the table; null means 1 each
  /// @param rows the rows to look at
  /// @throws InvalidInput when a target or weight is not finite or a weight is negative
  public Targets(double[] values, double @Nullable [] weights, int[] rows) {
    this.values = values;
    this.weights = weights;
    this.rows = rows;
    double sum = 0;
    for (int r : rows) {
      if (!Double.isFinite(values[r])) {
        throw new InvalidInput("target", "the target of row %d is %s".formatted(r, values[r]));
      }
      double weight = weight(r);
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new InvalidInput("weights", "the weight of row %d is %s".formatted(r, weight));
      }
      sum += weight;
    }
    this.weightSum = sum;
  }

  /// These targets in parts of at most `rowsMax` rows each.
  List<Targets> parts(int rowsMax) {
    List<Targets> parts = new ArrayList<>();
    for (int from = 0; from < rows.length; from += rowsMax) {
      int to = Math.min(rows.length, from + rowsMax);
      parts.add(new Targets(values, weights, Arrays.copyOfRange(rows, from, to)));
    }
    return parts;
  }

  /// How many rows the whole table has.
  public int tableRows() {
    return values.length;
  }

  /// The rows to look at: only to read.
  public int[] rows() {
    return rows;
  }

  /// The target of a row of the table.
  public double value(int row) {
    return values[row];
  }

  /// The weight of a row of the table.
  public double weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /// Whether all rows weigh 1.
  public boolean isUnweighted() {
    return weights == null;
  }

  /// The sum of the weights of the rows.
  public double weightSum() {
    return weightSum;
  }

  /// The weighted mean of the targets.
  public double mean() {
    double sum = 0;
    for (int r : rows) {
      sum += weight(r) * values[r];
    }
    return sum / weightSum;
  }
}
