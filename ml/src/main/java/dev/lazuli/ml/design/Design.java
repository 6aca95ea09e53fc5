package dev.lazuli.ml.design;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import java.util.Arrays;

/// The columns of a design matrix, learned from training rows. Immutable.
///
/// A numeric feature becomes one standardised column, with 0 for missing, and a column that marks
/// missing values when training has some; a category becomes a 0/1 column for each code met in
/// training, and one for missing. Column numbers: first all standardised ones, then the 0/1 ones.
public final class Design {
  /// Values further from the mean than this many standard deviations are clipped.
  public static final double DEVIATIONS_MAX = 10;

  private final int[] cardinalities;
  private final int numericCount;
  private final int[] numericColumn;
  private final double[] mean;
  private final double[] deviation;
  private final int[][] switchColumns;
  private final int columns;

  private Design(int[] cardinalities, Moments moments, int[][] switchColumns) {
    this.cardinalities = cardinalities;
    this.numericColumn = moments.column;
    this.numericCount = moments.count;
    this.mean = moments.mean;
    this.deviation = moments.deviation;
    this.switchColumns = switchColumns;
    int switches = 0;
    for (int[] lines : switchColumns) {
      for (int column : lines) {
        switches += column < 0 ? 0 : 1;
      }
    }
    this.columns = numericCount + switches;
  }

  /// Means and deviations of the numeric features.
  private static final class Moments {
    private final int[] column;
    private final double[] mean;
    private final double[] deviation;
    private int count;

    Moments(int[] column, double[] mean, double[] deviation) {
      this.column = column;
      this.mean = mean;
      this.deviation = deviation;
      this.count = (int) Arrays.stream(column).filter(c -> c >= 0).count();
    }

    static Moments none(int features) {
      int[] column = new int[features];
      Arrays.fill(column, -1);
      return new Moments(column, new double[features], new double[features]);
    }

    void add(int feature, Feature.Numeric values, int[] rows) {
      double sum = 0;
      int present = 0;
      for (int row : rows) {
        double value = values.value(row);
        if (Double.isFinite(value)) {
          sum += value;
          present++;
        }
      }
      double center = present == 0 ? 0 : sum / present;
      double squares = 0;
      for (int row : rows) {
        double value = values.value(row);
        if (Double.isFinite(value)) {
          squares += (value - center) * (value - center);
        }
      }
      mean[feature] = center;
      deviation[feature] = present == 0 ? 0 : Math.sqrt(squares / present);
      if (deviation[feature] > 1e-12 * Math.abs(center) && deviation[feature] > 0) {
        column[feature] = count++;
      }
    }
  }

  /// The columns for `rows` of a table.
  public static Design learn(FeatureTable table, int[] rows) {
    int d = table.features().size();
    int[] cardinalities = new int[d];
    Moments moments = Moments.none(d);
    for (int f = 0; f < d; f++) {
      switch (table.features().get(f)) {
        case Feature.Numeric numeric -> moments.add(f, numeric, rows);
        case Feature.Categorical category -> cardinalities[f] = category.cardinality();
      }
    }
    int[][] switches = new int[d][];
    int next = moments.count;
    for (int f = 0; f < d; f++) {
      boolean[] met = met(table.features().get(f), rows);
      switches[f] = new int[met.length];
      for (int line = 0; line < met.length; line++) {
        switches[f][line] = met[line] ? next++ : -1;
      }
    }
    return new Design(cardinalities, moments, switches);
  }

  /// Which 0/1 columns a feature needs: missing for a number; each code, then missing, for a
  /// category.
  private static boolean[] met(Feature feature, int[] rows) {
    return switch (feature) {
      case Feature.Numeric numeric -> {
        boolean[] met = new boolean[1];
        for (int row : rows) {
          met[0] |= Double.isNaN(numeric.value(row));
        }
        yield met;
      }
      case Feature.Categorical category -> {
        boolean[] met = new boolean[category.cardinality() + 1];
        for (int row : rows) {
          met[category.code(row) < 0 ? category.cardinality() : category.code(row)] = true;
        }
        yield met;
      }
    };
  }

  /// Number of columns, without an intercept.
  public int columns() {
    return columns;
  }

  /// Number of standardised columns.
  public int numericCount() {
    return numericCount;
  }

  /// Number of features of a row.
  public int features() {
    return cardinalities.length;
  }

  /// How many codes a feature has; 0 for a numeric one.
  public int cardinality(int feature) {
    return cardinalities[feature];
  }

  /// The mean that is taken off a numeric feature.
  public double mean(int feature) {
    return mean[feature];
  }

  /// The standard deviation, with divisor `n`, by which a numeric feature is divided.
  public double deviation(int feature) {
    return deviation[feature];
  }

  /// The standardised column of a numeric feature; -1 when it is constant.
  public int numericColumn(int feature) {
    return numericColumn[feature];
  }

  /// The 0/1 columns of a feature: for a number that of missing, for a category that of each code
  /// and then that of missing; -1 where training had none. Not a copy: only to read.
  public int[] switchColumns(int feature) {
    return switchColumns[feature];
  }

  /// Writes the vector of a feature row.
  ///
  /// @param row numbers and codes; NaN is missing, a code out of range counts as missing
  /// @param out receives [#columns] numbers
  public void write(double[] row, double[] out) {
    Arrays.fill(out, 0, columns, 0);
    for (int f = 0; f < cardinalities.length; f++) {
      double value = row[f];
      int line = 0;
      if (cardinalities[f] > 0) {
        boolean known = value >= 0 && value < cardinalities[f];
        line = known ? (int) value : cardinalities[f];
      } else if (!Double.isNaN(value)) {
        if (numericColumn[f] >= 0) {
          out[numericColumn[f]] = standard(f, value);
        }
        continue;
      }
      if (switchColumns[f][line] >= 0) {
        out[switchColumns[f][line]] = 1;
      }
    }
  }

  private double standard(int feature, double value) {
    double standard = (value - mean[feature]) / deviation[feature];
    return Math.min(Math.max(standard, -DEVIATIONS_MAX), DEVIATIONS_MAX);
  }

  /// The vectors of `rows`, one after the other; `n x columns`.
  ///
  /// @throws InvalidInput when they do not fit into one array
  public double[] matrix(FeatureTable table, int[] rows) {
    long size = (long) rows.length * columns;
    if (size > Integer.MAX_VALUE - 8) {
      throw new InvalidInput(
          "rows", "%d rows of %d columns are too many".formatted(rows.length, columns));
    }
    double[] matrix = new double[(int) size];
    double[] row = new double[cardinalities.length];
    double[] vector = new double[columns];
    for (int i = 0; i < rows.length; i++) {
      table.row(rows[i], row);
      write(row, vector);
      System.arraycopy(vector, 0, matrix, i * columns, columns);
    }
    return matrix;
  }

  /// The matrix of `rows` of a table with these features.
  public DesignRows rows(FeatureTable table, int[] rows) {
    int d = switchColumns.length;
    double[] dense = new double[rows.length * numericCount];
    int[] active = new int[rows.length * d];
    for (int f = 0; f < d; f++) {
      for (int i = 0; i < rows.length; i++) {
        active[i * d + f] = -1;
      }
      switch (table.features().get(f)) {
        case Feature.Numeric numeric -> numericCells(f, numeric, rows, dense, active);
        case Feature.Categorical category -> {
          for (int i = 0; i < rows.length; i++) {
            int code = category.code(rows[i]);
            active[i * d + f] = switchColumns[f][code < 0 ? category.cardinality() : code];
          }
        }
      }
    }
    return new DesignRows(rows.length, numericCount, d, columns, dense, active);
  }

  private void numericCells(
      int f, Feature.Numeric numeric, int[] rows, double[] dense, int[] active) {
    int column = numericColumn[f];
    for (int i = 0; i < rows.length; i++) {
      double value = numeric.value(rows[i]);
      if (Double.isNaN(value)) {
        active[i * switchColumns.length + f] = switchColumns[f][0];
      } else if (column >= 0) {
        dense[i * numericCount + column] = standard(f, value);
      }
    }
  }

  /// Keeps this under names that begin with `prefix`.
  public void store(NumberStore store, String prefix) {
    store.put(prefix + "cardinality", cardinalities);
    store.put(prefix + "mean", mean);
    store.put(prefix + "deviation", deviation);
    store.put(prefix + "column", numericColumn);
    int[] lines = Arrays.stream(switchColumns).flatMapToInt(Arrays::stream).toArray();
    store.put(prefix + "switch", lines);
  }

  /// Reads what [#store] kept.
  public static Design read(NumberStore store, String prefix) {
    int[] cardinalities = store.ints(prefix + "cardinality");
    int[] lines = store.ints(prefix + "switch");
    int[][] switches = new int[cardinalities.length][];
    int from = 0;
    for (int f = 0; f < cardinalities.length; f++) {
      switches[f] = Arrays.copyOfRange(lines, from, from + cardinalities[f] + 1);
      from += cardinalities[f] + 1;
    }
    Moments moments =
        new Moments(
            store.ints(prefix + "column"),
            store.doubles(prefix + "mean"),
            store.doubles(prefix + "deviation"));
    return new Design(cardinalities, moments, switches);
  }
}
