package dev.lazuli.ml.forecast.series;

import java.util.List;

/// A column beside the target that may help to forecast it.
///
/// @param categories the values of a category, in the order of their codes; empty for numbers
/// @param knownAhead whether its values at the times to forecast are given
/// @param fill what stands in for a missing value
public record Regressor(String name, List<String> categories, boolean knownAhead, Fill fill) {
  private static final String FORWARD = "forward";

  /// Copies the list.
  public Regressor {
    categories = List.copyOf(categories);
  }

  /// One whose missing values stay missing.
  public Regressor(String name, List<String> categories, boolean knownAhead) {
    this(name, categories, knownAhead, new Missing());
  }

  /// What stands in for a missing value.
  public sealed interface Fill {
    /// Its word in files: empty, `forward`, or the number.
    default String key() {
      return switch (this) {
        case Missing _ -> "";
        case Forward _ -> FORWARD;
        case Constant(double value) -> Double.toString(value);
      };
    }

    /// What a word in a file means.
    static Fill of(String key) {
      return switch (key) {
        case "" -> new Missing();
        case FORWARD -> new Forward();
        default -> new Constant(Double.parseDouble(key));
      };
    }
  }

  /// Nothing: that it is missing is a case of its own.
  public record Missing() implements Fill {}

  /// The value before.
  public record Forward() implements Fill {}

  /// Always the same.
  public record Constant(double value) implements Fill {}

  /// Whether its values are codes.
  public boolean isCategory() {
    return !categories.isEmpty();
  }

  /// Fills missing values in their place.
  ///
  /// @param before the value before the first; NaN when there is none
  /// @return the same array
  public double[] fill(double[] values, double before) {
    double last = before;
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        values[i] =
            switch (fill) {
              case Missing _ -> Double.NaN;
              case Forward _ -> last;
              case Constant(double value) -> value;
            };
      }
      last = values[i];
    }
    return values;
  }
}
