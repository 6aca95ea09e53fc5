package dev.lazuli.ml.score;

import java.util.Arrays;

/// The thresholds of one feature in order, and a grid that tells about where a value is among them.
///
/// The cells of the grid are of equal width. Which cell a number is in never falls as the number
/// grows, rounding included, so the cuts of lower cells are below a value and those of higher cells
/// are above it: the rest of the search is among the cuts of one cell.
final class Cuts {
  private static final int CELLS_MAX = 1 << 16;

  private final int count;

  /// The cuts, and behind them numbers that no value is above.
  private final double[] cuts;

  private final double low;
  private final double cellsPerUnit;

  /// Of each cell, how many cuts are in the cells before it.
  private final int[] starts;

  /// The most cuts that a cell has.
  private final int widest;

  /// @param values in any order, as often as there are splits by them
  Cuts(double[] values) {
    // adding 0 makes 0.0 of -0.0: they compare as equal
    double[] sorted = Arrays.stream(values).map(value -> value + 0.0).sorted().distinct().toArray();
    count = sorted.length;
    double[] finite = Arrays.stream(sorted).filter(Double::isFinite).toArray();
    low = finite.length == 0 ? 0 : finite[0];
    int cells = Math.clamp(2L * finite.length, 1, CELLS_MAX);
    double perUnit = finite.length < 2 ? 0 : cells / (finite[finite.length - 1] - low);
    cellsPerUnit = Double.isFinite(perUnit) ? perUnit : 0;
    starts = new int[cells];
    int[] counts = new int[cells];
    for (double cut : sorted) {
      counts[cell(cut)]++;
    }
    for (int cell = 1; cell < cells; cell++) {
      starts[cell] = starts[cell - 1] + counts[cell - 1];
    }
    widest = Arrays.stream(counts).max().orElse(0);
    cuts = Arrays.copyOf(sorted, count + widest);
    Arrays.fill(cuts, count, cuts.length, Double.POSITIVE_INFINITY);
  }

  int count() {
    return count;
  }

  double at(int cut) {
    return cuts[cut];
  }

  private int cell(double value) {
    return Math.max(0, Math.min((int) ((value - low) * cellsPerUnit), starts.length - 1));
  }

  /// How many cuts are below a value; some number for NaN.
  int below(double value) {
    int below = starts[cell(value)];
    int length = widest;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      below = cuts[below + half - 1] < value ? below + half : below;
      length -= half;
    }
    return below;
  }

  /// [#below] for some values that lie `step` apart.
  void below(double[] values, int from, int step, int count, int[] out) {
    int r = 0;
    for (; r + 4 <= count; r += 4) {
      fourBelow(values, from + r * step, step, out, r);
    }
    for (; r < count; r++) {
      out[r] = below(values[from + r * step]);
    }
  }

  /// Four searches at once, none of which waits for another.
  private void fourBelow(double[] values, int at, int step, int[] out, int to) {
    double a = values[at];
    double b = values[at + step];
    double c = values[at + 2 * step];
    double d = values[at + 3 * step];
    int belowA = starts[cell(a)];
    int belowB = starts[cell(b)];
    int belowC = starts[cell(c)];
    int belowD = starts[cell(d)];
    int length = widest;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      belowA = cuts[belowA + half - 1] < a ? belowA + half : belowA;
      belowB = cuts[belowB + half - 1] < b ? belowB + half : belowB;
      belowC = cuts[belowC + half - 1] < c ? belowC + half : belowC;
      belowD = cuts[belowD + half - 1] < d ? belowD + half : belowD;
      length -= half;
    }
    out[to] = belowA;
    out[to + 1] = belowB;
    out[to + 2] = belowC;
    out[to + 3] = belowD;
  }
}
