package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import java.util.List;
import java.util.Optional;

/// A feature table whose values are replaced by bins, one byte each.
///
/// Made once, then shared by all folds and trials, which are lists of its row numbers. Immutable.
public final class BinnedTable {
  /// Rows between two looks at the stop signal.
  static final int ROWS_PER_CHECK = 1 << 15;

  /// From this size on rows are not expected to be in the cache.
  static final int FAR_BYTES = 1 << 20;

  private final List<Feature> features;
  private final Bins[] bins;
  private final byte[] codes;

  /// The same codes column by column; empty for tables that the cache holds.
  private final byte[][] columns;

  private final int rows;

  private BinnedTable(
      List<Feature> features, Bins[] bins, byte[] codes, byte[][] columns, int rows) {
    this.features = features;
    this.bins = bins;
    this.codes = codes;
    this.columns = columns;
    this.rows = rows;
  }

  /// Bins every feature.
  ///
  /// @param binsMax the most bins a numeric feature gets, missing values apart; in `[2, 255]`
  /// @throws InvalidInput when `binsMax` is out of range or the table is too large
  public static BinnedTable of(FeatureTable table, int binsMax) {
    return of(table, binsMax, StopSignal.never());
  }

  /// Bins every feature, or stops when told to.
  public static BinnedTable of(FeatureTable table, int binsMax, StopSignal stop) {
    if (binsMax < 2 || binsMax > Bins.BINS_MAX) {
      throw new InvalidInput("binsMax", "binsMax is %d, must be in [2, 255]".formatted(binsMax));
    }
    int d = table.features().size();
    int n = table.rows();
    if ((long) n * d > Integer.MAX_VALUE - 8) {
      throw new InvalidInput(
          "rows", "%d rows x %d features are more than 2^31 values".formatted(n, d));
    }
    Bins[] bins = new Bins[d];
    byte[] codes = new byte[n * d];
    byte[][] columns = hasColumns(n, d) ? new byte[d][n] : new byte[0][];
    for (int f = 0; f < d; f++) {
      bins[f] = Binning.choose(table.features().get(f), binsMax, stop);
      fill(codes, f, d, table.features().get(f), bins[f], stop);
      if (columns.length > 0) {
        for (int r = 0; r < n; r++) {
          columns[f][r] = codes[r * d + f];
        }
      }
    }
    return new BinnedTable(table.features(), bins, codes, columns, n);
  }

  /// Whether a table of this shape is so large that its rows do not stay in the cache.
  static boolean hasColumns(long rows, int features) {
    return rows * features > FAR_BYTES;
  }

  private static void fill(
      byte[] codes, int f, int d, Feature feature, Bins bins, StopSignal stop) {
    int n = feature.size();
    for (int from = 0; from < n; from += ROWS_PER_CHECK) {
      stop.check();
      int to = Math.min(n, from + ROWS_PER_CHECK);
      switch (feature) {
        case Feature.Numeric numeric -> {
          for (int r = from; r < to; r++) {
            codes[r * d + f] = (byte) bins.binOf(numeric.value(r));
          }
        }
        case Feature.Categorical categorical -> {
          for (int r = from; r < to; r++) {
            codes[r * d + f] = (byte) bins.binOfCode(categorical.code(r));
          }
        }
      }
    }
  }

  /// How many rows there are.
  public int rows() {
    return rows;
  }

  /// How many features there are.
  public int features() {
    return bins.length;
  }

  /// The name of a feature.
  public String name(int feature) {
    return features.get(feature).name();
  }

  Bins bins(int feature) {
    return bins[feature];
  }

  /// The bins of all rows, row after row.
  byte[] codes() {
    return codes;
  }

  /// The bins of one feature, if this table has its columns.
  Optional<byte[]> column(int feature) {
    return columns.length == 0 ? Optional.empty() : Optional.of(columns[feature]);
  }

  /// Writes one row's own values, before binning, into `out`.
  public void row(int row, double[] out) {
    for (int f = 0; f < bins.length; f++) {
      out[f] = features.get(f).value(row);
    }
  }
}
