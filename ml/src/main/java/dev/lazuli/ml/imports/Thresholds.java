package dev.lazuli.ml.imports;

import java.util.function.DoublePredicate;

/// Thresholds of our splits that decide just as a comparison of another library does, whatever it
/// rounds or scales before it compares.
public final class Thresholds {
  private Thresholds() {}

  /// The greatest number for which `isLeft` holds, found by bisection over all doubles.
  ///
  /// @param isLeft a question whose answer is yes up to some number, and no beyond
  /// @return negative infinity when the answer is always no
  public static double greatest(DoublePredicate isLeft) {
    long low = key(Double.NEGATIVE_INFINITY);
    long high = key(Double.POSITIVE_INFINITY);
    while (low < high) {
      long middle = low + ((high - low) >>> 1) + ((high - low) & 1);
      if (isLeft.test(value(middle))) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return value(low);
  }

  /// The threshold for `(float) x < bound`, as XGBoost compares.
  public static double below(float bound) {
    return greatest(x -> (float) x < bound);
  }

  /// The threshold for `(float) x <= bound`, as CatBoost and ONNX's trees over floats compare.
  public static double upTo(float bound) {
    return greatest(x -> (float) x <= bound);
  }

  /// A whole number that orders as the double does.
  private static long key(double value) {
    long bits = Double.doubleToRawLongBits(value);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private static double value(long key) {
    return Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
  }
}
