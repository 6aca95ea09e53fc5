package dev.lazuli.ml.frame;

import java.util.Arrays;

/// A growing sequence of codes, with room for as many as are expected.
final class CodeBuffer {
  private int[] values;
  private int size;

  CodeBuffer(int expected) {
    values = new int[Math.max(expected, 64)];
  }

  int size() {
    return size;
  }

  void add(int value) {
    room(1)[size++] = value;
  }

  /// Adds `count` missing values.
  void addMissing(int count) {
    Arrays.fill(room(count), size, size + count, -1);
    size += count;
  }

  /// The array behind it, with room for `count` more from [#size] on.
  int[] room(int count) {
    if (size + count > values.length) {
      long wanted = Math.addExact(size, count) * 3L / 2;
      values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 16L, wanted));
    }
    return values;
  }

  /// Counts values that were written behind the last one.
  void written(int count) {
    size += count;
  }

  /// All values; the buffer is not to be used afterwards.
  int[] take() {
    return size == values.length ? values : Arrays.copyOf(values, size);
  }
}
