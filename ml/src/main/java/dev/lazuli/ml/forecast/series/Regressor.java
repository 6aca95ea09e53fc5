package dev.lazuli.ml.forecast.series;

import java.util.List;

/// A column beside the target that may help to forecast it.
///
/// @param categories the values of a category, in the order of their codes; empty for numbers
/// @param knownAhead whether its values at the times to forecast are given
public record Regressor(String name, List<String> categories, boolean knownAhead) {
  /// Copies the list.
  public Regressor {
    categories = List.copyOf(categories);
  }

  /// Whether its values are codes.
  public boolean isCategory() {
    return !categories.isEmpty();
  }
}
