package dev.lazuli.ml.frame;

import java.util.Arrays;

/// A growing sequence of doubles, with room for as many as are expected.
final class NumberBuffer {
  private double[] values;
  private int size;

  NumberBuffer(int expected) {
    values = new double[Math.max(expected, 64)];
  }

  int size() {
    return size;
  }

  void add(double value) {
    room(1)[size++] = value;
  }

  /// The array behind it, with room for `count` more from [#size] on.
  double[] room(int count) {
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

  /// All values so far, a copy.
  double[] values() {
    return Arrays.copyOf(values, size);
  }

  /// All values; the buffer is not to be used afterwards.
  double[] take() {
    return size == values.length ? values : Arrays.copyOf(values, size);
  }
}
