package dev.lazuli.ml.model;

import java.util.List;
import java.util.function.IntUnaryOperator;

/// A number or truth value as it is.
///
/// @param fill stands in for a missing value; NaN leaves it missing
public record NumericEncoding(int column, String name, double fill) implements ColumnEncoding {
  /// An encoding that leaves missing values missing.
  public NumericEncoding(int column, String name) {
    this(column, name, Double.NaN);
  }

  @Override
  public NumericEncoding moved(IntUnaryOperator place) {
    return new NumericEncoding(place.applyAsInt(column), name, fill);
  }

  @Override
  public List<FeatureSpec> features() {
    return List.of(FeatureSpec.numeric(name));
  }

  @Override
  public void encode(RawRow raw, double[] row, int first) {
    double value = RawValues.number(raw, column);
    row[first] = Double.isNaN(value) ? fill : value;
  }
}
