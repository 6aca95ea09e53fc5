package dev.lazuli.ml.model;

import java.util.List;
import java.util.function.IntUnaryOperator;

/// How one column's raw value, or those of two columns, become features.
///
/// Rules that all share: a missing value makes all features NaN; a value that was never seen is
/// treated as missing; a number given as a string is read as a number, and a number given for a
/// category finds the category that reads as the same number.
public sealed interface ColumnEncoding
    permits NumericEncoding,
        CategoryEncoding,
        LookupEncoding,
        DateEncoding,
        GapEncoding,
        TextEncoding,
        WordsEncoding {
  /// The column's place in the signature.
  int column();

  /// The places of all columns that it reads, [#column] first.
  default int[] columns() {
    return new int[] {column()};
  }

  /// The same encoding for a signature whose columns stand elsewhere.
  ///
  /// @param place where the column of an old place stands now
  ColumnEncoding moved(IntUnaryOperator place);

  /// The features it makes, in order.
  List<FeatureSpec> features();

  /// Writes the features of `raw` to `row[first]` and on.
  void encode(RawRow raw, double[] row, int first);
}
