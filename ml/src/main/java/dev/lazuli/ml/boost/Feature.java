package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// One column of learner input: numbers, or category codes.
public sealed interface Feature {
  /// The feature's name.
  String name();

  /// How many rows it has.
  int size();

  /// What a feature row holds for this feature: the number or the code; NaN when missing.
  double value(int row);

  /// A feature of numbers; NaN is missing.
  final class Numeric implements Feature {
    private final String name;
    private final double[] values;

    /// A feature of these values.
    ///
    /// @param values owned by the feature from here on
    public Numeric(String name, double[] values) {
      this.name = name;
      this.values = values;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public double value(int row) {
      return values[row];
    }
  }

  /// A feature of category codes in `[0, cardinality)`; -1 is missing.
  final class Categorical implements Feature {
    private final String name;
    private final int[] codes;
    private final int cardinality;

    /// A feature of these codes.
    ///
    /// @param codes owned by the feature from here on
    /// @throws InvalidInput when a code is outside `[-1, cardinality)`
    public Categorical(String name, int[] codes, int cardinality) {
      for (int code : codes) {
        if (code < -1 || code >= cardinality) {
          throw new InvalidInput(
              name, "feature '%s' has code %d of %d".formatted(name, code, cardinality));
        }
      }
      this.name = name;
      this.codes = codes;
      this.cardinality = cardinality;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int size() {
      return codes.length;
    }

    /// How many codes there are.
    public int cardinality() {
      return cardinality;
    }

    /// The code at `row`; -1 when missing.
    public int code(int row) {
      return codes[row];
    }

    @Override
    public double value(int row) {
      return codes[row] < 0 ? Double.NaN : codes[row];
    }
  }
}
