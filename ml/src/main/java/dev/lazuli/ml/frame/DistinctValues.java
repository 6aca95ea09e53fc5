package dev.lazuli.ml.frame;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;

/// Counts the different values of a column, missing ones left out.
public final class DistinctValues {
  /// Rows between two looks at the stop signal.
  private static final int STEP = 1 << 14;

  private static final int SLOTS_MIN = 1 << 10;

  /// Bits of the numbers met, 0 for a free place; the number with these bits is told by `zero`.
  private long[] slots = new long[SLOTS_MIN];

  private boolean zero;
  private int count;

  private DistinctValues() {}

  /// How many different values there are; counting ends when there are more than `most`.
  ///
  /// @return at most `most + 1`
  /// @throws StopSignal.Stopped when told to stop
  public static int count(Column column, int most, StopSignal stop) {
    return switch (column) {
      case NumberColumn number -> new DistinctValues().count(number.values(), most, stop);
      case TextColumn text -> count(text, most, stop);
    };
  }

  private static int count(TextColumn column, int most, StopSignal stop) {
    boolean[] met = new boolean[column.dictionary().size()];
    int count = 0;
    for (int row = 0; row < column.size() && count <= most; row++) {
      if (row % STEP == 0) {
        stop.check();
      }
      int code = column.code(row);
      if (code >= 0 && !met[code]) {
        met[code] = true;
        count++;
      }
    }
    return count;
  }

  private int count(double[] values, int most, StopSignal stop) {
    for (int row = 0; row < values.length && count <= most; row++) {
      if (row % STEP == 0) {
        stop.check();
      }
      if (!Double.isNaN(values[row])) {
        add(Double.doubleToLongBits(values[row] + 0.0));
      }
    }
    return count;
  }

  private void add(long bits) {
    if (bits == 0) {
      count += zero ? 0 : 1;
      zero = true;
    } else if (put(slots, bits)) {
      count++;
      if (2 * count > slots.length) {
        long[] more = new long[2 * slots.length];
        Arrays.stream(slots).filter(met -> met != 0).forEach(met -> put(more, met));
        slots = more;
      }
    }
  }

  /// Whether the bits were not there before.
  private static boolean put(long[] slots, long bits) {
    long mixed = bits * 0x9E3779B97F4A7C15L;
    int place = (int) ((mixed ^ (mixed >>> 32)) & (slots.length - 1));
    while (slots[place] != 0) {
      if (slots[place] == bits) {
        return false;
      }
      place = (place + 1) & (slots.length - 1);
    }
    slots[place] = bits;
    return true;
  }
}
