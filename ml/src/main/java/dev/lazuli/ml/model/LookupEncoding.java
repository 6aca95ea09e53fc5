package dev.lazuli.ml.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// A category with many values as numbers learned for each: target means and its frequency.
public final class LookupEncoding implements ColumnEncoding {
  private final int column;
  private final String name;
  private final int width;
  private final CategoryLookup lookup;
  private final double[] table;

  /// An encoding by a table.
  ///
  /// @param width numbers for each value; the last one is the frequency
  /// @param table row-major, `(values.size() + 1) x width`; the last row is for a value that is not
  ///   in the dictionary. Owned by the encoding from here on
  public LookupEncoding(int column, String name, int width, List<String> values, double[] table) {
    if (table.length != (values.size() + 1) * width) {
      throw new IllegalArgumentException("a lookup table must have one row more than values");
    }
    this.column = column;
    this.name = name;
    this.width = width;
    this.lookup = new CategoryLookup(values);
    this.table = table;
  }

  /// The column's name.
  public String name() {
    return name;
  }

  CategoryLookup lookup() {
    return lookup;
  }

  @Override
  public int column() {
    return column;
  }

  /// Numbers for each value.
  public int width() {
    return width;
  }

  /// The dictionary.
  public List<String> values() {
    return lookup.values();
  }

  /// The table itself, not a copy: only to read.
  public double[] table() {
    return table;
  }

  @Override
  public LookupEncoding moved(IntUnaryOperator place) {
    return new LookupEncoding(place.applyAsInt(column), name, width, values(), table);
  }

  @Override
  public List<FeatureSpec> features() {
    return names(name, width);
  }

  static List<FeatureSpec> names(String name, int width) {
    List<FeatureSpec> features = new ArrayList<>();
    for (int i = 0; i < width - 1; i++) {
      features.add(FeatureSpec.numeric("%s mean %d".formatted(name, i)));
    }
    features.add(FeatureSpec.numeric(name + " frequency"));
    return features;
  }

  @Override
  public void encode(RawRow raw, double[] row, int first) {
    boolean missing = raw.kind(column) == RawRow.Kind.MISSING;
    int code = lookup.code(raw, column);
    int at = (code < 0 ? lookup.values().size() : code) * width;
    for (int i = 0; i < width; i++) {
      row[first + i] = missing ? Double.NaN : table[at + i];
    }
  }
}
