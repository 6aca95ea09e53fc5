package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Finds rows of a table that equal an earlier one.
final class RepeatedRows {
  private final Frame frame;

  private final StopSignal stop;

  RepeatedRows(Frame frame, StopSignal stop) {
    this.stop = stop;
    this.frame = frame;
  }

  /// For each row the number of the first row that equals it, which may be itself.
  int[] leaders() {
    long[] hashes = new long[frame.rowCount()];
    Arrays.fill(hashes, 0x9E3779B97F4A7C15L);
    for (Column column : frame.columns()) {
      for (int row = 0; row < hashes.length; row++) {
        stop.checkAt(row);
        hashes[row] = mixed(hashes[row] ^ bits(column, row));
      }
    }
    Map<Long, Integer> first = HashMap.newHashMap(hashes.length);
    int[] leaders = new int[hashes.length];
    for (int row = 0; row < leaders.length; row++) {
      stop.checkAt(row);
      int leader = first.computeIfAbsent(hashes[row], new Itself(row)::row);
      leaders[row] = equal(leader, row) ? leader : row;
    }
    return leaders;
  }

  private record Itself(int number) {
    int row(Long hash) {
      return number;
    }
  }

  private static long bits(Column column, int row) {
    return switch (column) {
      case NumberColumn number -> Double.doubleToLongBits(number.value(row) + 0.0);
      case TextColumn text -> text.code(row);
    };
  }

  private boolean equal(int one, int other) {
    return one == other
        || frame.columns().stream().allMatch(column -> bits(column, one) == bits(column, other));
  }

  private static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
