package dev.lazuli.ml.boost;

import org.jspecify.annotations.Nullable;

/// A way to part a leaf's rows in two.
///
/// @param gain how much the loss falls
/// @param left the packed sum of the rows that go left
/// @param extraL2 L2 penalty of the new leaves beyond the setting
record Split(double gain, int feature, Rule rule, long left, double extraL2) {
  /// The one that gains more; the first when they are equal.
  static @Nullable Split better(@Nullable Split first, @Nullable Split second) {
    return second == null || (first != null && !(second.gain > first.gain)) ? first : second;
  }

  /// Which bins go left.
  sealed interface Rule {
    boolean goesLeft(int bin);
  }

  /// Bins up to `bin` go left; missing values as told.
  record UpTo(int bin, boolean missingLeft) implements Rule {
    @Override
    public boolean goesLeft(int other) {
      return other == Bins.MISSING ? missingLeft : other <= bin;
    }
  }

  /// The bins in the set go left, all others and missing values right.
  record AnyOf(BinSet bins) implements Rule {
    @Override
    public boolean goesLeft(int bin) {
      return bins.contains(bin);
    }
  }
}
