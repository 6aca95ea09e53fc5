package dev.lazuli.ml.decomposition;

import dev.lazuli.ml.InvalidInput;

/// What a principal component analysis keeps.
///
/// @param components how many components at most, `>= 1`
/// @param varianceShare the first components that explain this part of the variance are enough, in
///   `(0, 1]`
/// @param whitening whether scores are divided by their standard deviation
public record PcaSettings(int components, double varianceShare, boolean whitening) {
  /// Checks the ranges.
  public PcaSettings {
    if (components < 1) {
      throw new InvalidInput(
          "components", "components is %d, it must be at least 1".formatted(components));
    }
    if (!(varianceShare > 0 && varianceShare <= 1)) {
      throw new InvalidInput(
          "variance_share", "variance_share is %s, it must lie in (0, 1]".formatted(varianceShare));
    }
  }

  /// All components.
  public static PcaSettings all() {
    return new PcaSettings(Integer.MAX_VALUE, 1, false);
  }

  /// The same with at most this many components.
  public PcaSettings withComponents(int value) {
    return new PcaSettings(value, varianceShare, whitening);
  }

  /// The same with no more components than explain this part of the variance.
  public PcaSettings withVarianceShare(double value) {
    return new PcaSettings(components, value, whitening);
  }

  /// The same with or without whitening.
  public PcaSettings withWhitening(boolean value) {
    return new PcaSettings(components, varianceShare, value);
  }
}
