package dev.lazuli.ml.decomposition;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.design.NumberStore;
import dev.lazuli.ml.design.RowMatrix;
import java.util.Arrays;

/// Principal components: the directions in which rows vary most, exact. Immutable.
///
/// The sign of a component is such that its greatest loading by absolute value is positive, as in
/// scikit-learn.
public final class Pca {
  private final double[] means;
  private final double[][] components;
  private final double[] variances;
  private final double[] shares;
  private final boolean whitening;

  private Pca(
      double[] means,
      double[][] components,
      double[] variances,
      double[] shares,
      boolean whitening) {
    this.means = means;
    this.components = components;
    this.variances = variances;
    this.shares = shares;
    this.whitening = whitening;
  }

  /// The components of rows.
  ///
  /// @param rows at least 2; on scales that can be compared
  /// @throws InvalidInput when there are fewer or a number is not finite
  /// @throws StopSignal.Stopped when the work was told to end
  public static Pca fit(double[][] rows, PcaSettings settings, StopSignal stop) {
    RowMatrix matrix = RowMatrix.of(rows);
    int n = matrix.rows();
    if (n < 2) {
      throw new InvalidInput("rows", "one row has no variance");
    }
    double[] means = matrix.means();
    double[][] columns = new double[matrix.columns()][n];
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < n; i++) {
        columns[j][i] = matrix.at(i, j) - means[j];
      }
    }
    SingularValues singular = SingularValues.of(columns, stop);
    double total = 0;
    for (double value : singular.values()) {
      total += value * value;
    }
    int count = count(singular.values(), total, settings);
    double[][] components = new double[count][];
    double[] variances = new double[count];
    double[] shares = new double[count];
    for (int c = 0; c < count; c++) {
      double square = singular.values()[c] * singular.values()[c];
      variances[c] = square / (n - 1);
      shares[c] = total > 0 ? square / total : 0;
      components[c] = signed(singular.vectors()[c]);
    }
    return new Pca(means, components, variances, shares, settings.whitening());
  }

  private static int count(double[] values, double total, PcaSettings settings) {
    int most = Math.min(settings.components(), values.length);
    double sum = 0;
    for (int c = 0; c < most; c++) {
      sum += values[c] * values[c];
      if (settings.varianceShare() < 1 && sum >= settings.varianceShare() * total) {
        return c + 1;
      }
    }
    return most;
  }

  private static double[] signed(double[] vector) {
    int greatest = 0;
    for (int j = 1; j < vector.length; j++) {
      greatest = Math.abs(vector[j]) > Math.abs(vector[greatest]) ? j : greatest;
    }
    double sign = vector[greatest] < 0 ? -1 : 1;
    return Arrays.stream(vector).map(value -> sign * value).toArray();
  }

  /// Number of components.
  public int components() {
    return components.length;
  }

  /// Numbers in a row.
  public int columns() {
    return means.length;
  }

  /// A copy of a component, a unit vector.
  public double[] component(int number) {
    return components[number].clone();
  }

  /// A copy of the means of the columns.
  public double[] means() {
    return means.clone();
  }

  /// The variance of each component's scores, with divisor `n - 1`; a copy.
  public double[] variances() {
    return variances.clone();
  }

  /// The part of the whole variance that each component explains; a copy.
  public double[] varianceShares() {
    return shares.clone();
  }

  /// Writes the scores of a row.
  ///
  /// @param row [#columns] numbers
  /// @param out receives [#components] scores
  public void transform(double[] row, double[] out) {
    for (int c = 0; c < components.length; c++) {
      double sum = 0;
      for (int j = 0; j < means.length; j++) {
        sum += (row[j] - means[j]) * components[c][j];
      }
      out[c] = whitening && variances[c] > 0 ? sum / Math.sqrt(variances[c]) : sum;
    }
  }

  /// The scores of rows; n x components.
  public double[][] transform(double[][] rows) {
    double[][] scores = new double[rows.length][components.length];
    for (int i = 0; i < rows.length; i++) {
      transform(rows[i], scores[i]);
    }
    return scores;
  }

  /// The row that has these scores, or the nearest to one when components were left out.
  public double[] restore(double[] scores) {
    double[] row = means.clone();
    for (int c = 0; c < components.length; c++) {
      double score = whitening ? scores[c] * Math.sqrt(variances[c]) : scores[c];
      for (int j = 0; j < row.length; j++) {
        row[j] += score * components[c][j];
      }
    }
    return row;
  }

  /// Keeps this under names that begin with `prefix`.
  public void store(NumberStore store, String prefix) {
    store.put(prefix + "mean", means);
    store.put(
        prefix + "component", Arrays.stream(components).flatMapToDouble(Arrays::stream).toArray());
    store.put(prefix + "variance", variances);
    store.put(prefix + "share", shares);
    store.put(prefix + "whitening", new int[] {whitening ? 1 : 0});
  }

  /// Reads what [#store] kept.
  public static Pca read(NumberStore store, String prefix) {
    double[] means = store.doubles(prefix + "mean");
    double[] variances = store.doubles(prefix + "variance");
    double[] all = store.doubles(prefix + "component");
    double[][] components = new double[variances.length][];
    for (int c = 0; c < components.length; c++) {
      components[c] = Arrays.copyOfRange(all, c * means.length, (c + 1) * means.length);
    }
    double[] shares = store.doubles(prefix + "share");
    return new Pca(means, components, variances, shares, store.ints(prefix + "whitening")[0] == 1);
  }
}
