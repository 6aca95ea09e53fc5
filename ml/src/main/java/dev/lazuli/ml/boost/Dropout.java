package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;

/// Whether iterations leave earlier ones out while they learn.
public sealed interface Dropout {
  /// Every iteration learns what all earlier ones left.
  record None() implements Dropout {}

  /// Each iteration drops some earlier ones, learns what the rest left, and shares with those it
  /// dropped: [DART](https://proceedings.mlr.press/v38/korlakaivinayak15.html), the settings those
  /// of LightGBM with uniform dropping.
  ///
  /// @param rate chance of each earlier iteration to be dropped, in `(0, 1]`
  /// @param dropsMax the most that are dropped at once, `>= 1`
  /// @param skipRate chance that none is dropped, in `[0, 1)`
  record Dart(double rate, int dropsMax, double skipRate) implements Dropout {
    /// Refuses values out of their ranges.
    public Dart {
      if (!(rate > 0 && rate <= 1)) {
        throw new InvalidInput("rate", "the drop rate is %s, must be in (0, 1]".formatted(rate));
      }
      if (dropsMax < 1) {
        throw new InvalidInput("dropsMax", "dropsMax is %d, must be >= 1".formatted(dropsMax));
      }
      if (!(skipRate >= 0 && skipRate < 1)) {
        throw new InvalidInput(
            "skipRate", "the skip rate is %s, must be in [0, 1)".formatted(skipRate));
      }
    }

    /// LightGBM's defaults: a tenth, at most 50, none in half of the iterations.
    public static Dart defaults() {
      return new Dart(0.1, 50, 0.5);
    }
  }
}
