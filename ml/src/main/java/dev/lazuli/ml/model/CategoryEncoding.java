package dev.lazuli.ml.model;

import java.util.List;
import java.util.function.IntUnaryOperator;

/// A category as its code in a dictionary.
public final class CategoryEncoding implements ColumnEncoding {
  private final int column;
  private final String name;
  private final CategoryLookup lookup;

  /// An encoding by the places in `values`.
  public CategoryEncoding(int column, String name, List<String> values) {
    this.column = column;
    this.name = name;
    this.lookup = new CategoryLookup(values);
  }

  CategoryLookup lookup() {
    return lookup;
  }

  @Override
  public int column() {
    return column;
  }

  /// The dictionary; a value's code is its place here.
  public List<String> values() {
    return lookup.values();
  }

  @Override
  public CategoryEncoding moved(IntUnaryOperator place) {
    return new CategoryEncoding(place.applyAsInt(column), name, values());
  }

  @Override
  public List<FeatureSpec> features() {
    return List.of(new FeatureSpec(name, Math.max(1, lookup.values().size())));
  }

  @Override
  public void encode(RawRow raw, double[] row, int first) {
    int code = lookup.code(raw, column);
    row[first] = code < 0 ? Double.NaN : code;
  }
}
