package dev.lazuli.ml.model;

import java.util.List;

/// A number or truth value as it is.
public record NumericEncoding(int column, String name) implements ColumnEncoding {
  @Override
  public List<FeatureSpec> features() {
    return List.of(FeatureSpec.numeric(name));
  }

  @Override
  public void encode(RawRow raw, double[] row, int first) {
    row[first] = RawValues.number(raw, column);
  }
}
