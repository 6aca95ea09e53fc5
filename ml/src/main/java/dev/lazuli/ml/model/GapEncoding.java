package dev.lazuli.ml.model;

import java.util.List;
import java.util.function.IntUnaryOperator;

/// The days from one point in time to another in the same row.
///
/// @param column the later time, by its place in the signature
/// @param other the earlier time
/// @param name the feature's name
public record GapEncoding(int column, int other, String name) implements ColumnEncoding {
  private static final double DAY_MILLIS = 86_400_000;

  @Override
  public int[] columns() {
    return new int[] {column, other};
  }

  @Override
  public GapEncoding moved(IntUnaryOperator place) {
    return new GapEncoding(place.applyAsInt(column), place.applyAsInt(other), name);
  }

  @Override
  public List<FeatureSpec> features() {
    return List.of(FeatureSpec.numeric(name));
  }

  @Override
  public void encode(RawRow raw, double[] row, int first) {
    row[first] = (RawValues.millis(raw, column) - RawValues.millis(raw, other)) / DAY_MILLIS;
  }
}
