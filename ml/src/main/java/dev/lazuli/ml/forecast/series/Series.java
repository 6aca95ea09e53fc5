package dev.lazuli.ml.forecast.series;

import java.util.Arrays;
import java.util.List;

/// One series: values at successive numbers of a time grid. Immutable.
public final class Series {
  private final List<String> id;
  private final long start;
  private final double[] observed;
  private final double[] values;
  private final double[][] regressors;

  /// A series.
  ///
  /// @param id the values of the id columns
  /// @param start number of the first value on the grid
  /// @param observed the target, NaN where it is missing
  /// @param values the target with its gaps filled
  /// @param regressors regressors x values; NaN is missing, a category is its code
  public Series(
      List<String> id, long start, double[] observed, double[] values, double[][] regressors) {
    this.id = List.copyOf(id);
    this.start = start;
    this.observed = observed;
    this.values = values;
    this.regressors = regressors;
  }

  /// The values of the id columns.
  public List<String> id() {
    return id;
  }

  /// The number of the first value on the grid.
  public long start() {
    return start;
  }

  /// The number after the last value's.
  public long end() {
    return start + values.length;
  }

  /// How many values there are.
  public int size() {
    return values.length;
  }

  /// The target as it was read, NaN where it is missing; not a copy.
  public double[] observed() {
    return observed;
  }

  /// The target with its gaps filled; not a copy.
  public double[] values() {
    return values;
  }

  /// The values of one regressor; not a copy.
  public double[] regressor(int place) {
    return regressors[place];
  }

  /// The first `count` values.
  public Series first(int count) {
    return part(0, count);
  }

  /// The last `count` values, or all.
  public Series last(int count) {
    return part(Math.max(0, size() - count), size());
  }

  private Series part(int from, int to) {
    double[][] columns = new double[regressors.length][];
    for (int r = 0; r < columns.length; r++) {
      columns[r] = Arrays.copyOfRange(regressors[r], from, to);
    }
    return new Series(
        id,
        start + from,
        Arrays.copyOfRange(observed, from, to),
        Arrays.copyOfRange(values, from, to),
        columns);
  }

  /// This series with values before its own.
  ///
  /// @param count how many
  /// @param value the value of each
  Series padded(int count, double value) {
    double[][] columns = new double[regressors.length][];
    for (int r = 0; r < columns.length; r++) {
      columns[r] = joined(count, Double.NaN, regressors[r]);
    }
    return new Series(
        id,
        start - count,
        joined(count, Double.NaN, observed),
        joined(count, value, values),
        columns);
  }

  private static double[] joined(int count, double value, double[] rest) {
    double[] all = new double[count + rest.length];
    Arrays.fill(all, 0, count, value);
    System.arraycopy(rest, 0, all, count, rest.length);
    return all;
  }
}
