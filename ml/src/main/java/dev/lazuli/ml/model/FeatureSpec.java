package dev.lazuli.ml.model;

/// Name and kind of one feature.
///
/// @param cardinality number of category codes; 0 for a numeric feature
public record FeatureSpec(String name, int cardinality) {
  /// A numeric feature.
  public static FeatureSpec numeric(String name) {
    return new FeatureSpec(name, 0);
  }

  /// Whether it holds category codes.
  public boolean isCategorical() {
    return cardinality > 0;
  }
}
