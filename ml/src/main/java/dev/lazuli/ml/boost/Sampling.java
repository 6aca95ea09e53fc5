package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// Which rows each iteration of boosting learns from.
public sealed interface Sampling {
  /// Rows drawn evenly: as many as the setting `rowFraction` tells.
  record Even() implements Sampling {}

  /// The rows with the largest gradients, and some of the others, which then count for all of them:
  /// [GOSS](https://papers.nips.cc/paper/6907). As in LightGBM the first `1 / learningRate`
  /// iterations take all rows.
  ///
  /// @param topFraction part of the rows kept for their gradients, in `(0, 1)`
  /// @param otherFraction part of the rows drawn from the others, in `(0, 1 - topFraction]`
  record Gradients(double topFraction, double otherFraction) implements Sampling {
    /// Refuses fractions out of their ranges.
    public Gradients {
      if (!(topFraction > 0 && topFraction < 1)) {
        throw new InvalidInput(
            "topFraction", "topFraction is %s, must be in (0, 1)".formatted(topFraction));
      }
      if (!(otherFraction > 0 && topFraction + otherFraction <= 1)) {
        throw new InvalidInput(
            "otherFraction",
            "otherFraction is %s, must be in (0, %s]".formatted(otherFraction, 1 - topFraction));
      }
    }
  }
}
