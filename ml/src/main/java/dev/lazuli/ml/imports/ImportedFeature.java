package dev.lazuli.ml.imports;

import dev.lazuli.ml.model.CategoryEncoding;
import dev.lazuli.ml.model.ColumnEncoding;
import dev.lazuli.ml.model.LookupEncoding;
import dev.lazuli.ml.model.NumericEncoding;
import dev.lazuli.ml.model.SignatureType;
import java.util.List;
import java.util.stream.IntStream;

/// One value that an imported model takes.
public sealed interface ImportedFeature {
  /// The feature's name in the model's file, or one made of its place.
  String name();

  /// A number; also a category that the model knows by its code alone.
  record Numeric(String name) implements ImportedFeature {}

  /// A category whose code is its place among `values`.
  ///
  /// @param othersAreMissing whether a value that is not there counts as missing; else it has the
  ///   code `values.size()`
  record Category(String name, List<String> values, boolean othersAreMissing)
      implements ImportedFeature {
    /// Copies `values`.
    public Category {
      values = List.copyOf(values);
    }
  }

  /// The type that a column of this feature has unless a signature says otherwise.
  default SignatureType type() {
    return switch (this) {
      case Numeric _ -> SignatureType.DOUBLE;
      case Category _ -> SignatureType.STRING;
    };
  }

  /// How a column becomes this feature.
  default ColumnEncoding encoding(int column) {
    return switch (this) {
      case Numeric(String name) -> new NumericEncoding(column, name);
      case Category(String name, List<String> values, boolean othersAreMissing) ->
          othersAreMissing
              ? new CategoryEncoding(column, name, values)
              : new LookupEncoding(
                  column,
                  name,
                  1,
                  values,
                  IntStream.rangeClosed(0, values.size()).asDoubleStream().toArray());
    };
  }
}
