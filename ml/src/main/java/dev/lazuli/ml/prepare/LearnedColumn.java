package dev.lazuli.ml.prepare;

import dev.lazuli.ml.model.ColumnEncoding;

/// An encoding learned from a training column, with the feature values of the training rows.
///
/// Where the encoding uses the target, the training rows' values leave out their own fold.
final class LearnedColumn {
  private final ColumnEncoding encoding;
  private final double[][] features;

  /// @param features one array for each feature, one value a row
  LearnedColumn(ColumnEncoding encoding, double[][] features) {
    this.encoding = encoding;
    this.features = features;
  }

  ColumnEncoding encoding() {
    return encoding;
  }

  double[][] features() {
    return features;
  }
}
