package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The column of a table that says how much each row counts.
final class RowWeights {
  private static final double MOST = 1e300;

  private RowWeights() {}

  /// The weights of the rows; null where no column is named, for 1 each.
  ///
  /// @throws InvalidInput when the table has no such column, or it cannot be used
  static double @Nullable [] of(Frame frame, String name) {
    if (name.isEmpty()) {
      return null;
    }
    Column column = frame.require(name);
    if (!(column instanceof NumberColumn number)
        || Arrays.stream(number.values()).anyMatch(w -> !(w >= 0 && w < MOST))) {
      throw new InvalidInput(name, "weights in '%s' must be numbers >= 0".formatted(name));
    }
    if (Arrays.stream(number.values()).allMatch(w -> w == 0)) {
      throw new InvalidInput(name, "weights in '%s' are all 0: some must be more".formatted(name));
    }
    return number.values();
  }
}
