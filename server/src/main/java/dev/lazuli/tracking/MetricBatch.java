package dev.lazuli.tracking;

import dev.lazuli.base.Problem;
import java.util.Arrays;

/// Points of metrics that are logged together, as columns. Grows; not for several threads.
public final class MetricBatch {
  /// The most points of one request.
  public static final int MAX = 1_000;

  private String[] keys;
  private double[] values;
  private long[] times;
  private long[] steps;
  private int size;

  public MetricBatch() {
    this(16);
  }

  /// A batch with room for `expected` points.
  public MetricBatch(int expected) {
    keys = new String[expected];
    values = new double[expected];
    times = new long[expected];
    steps = new long[expected];
  }

  /// Adds a point; an infinite value becomes the largest finite one.
  ///
  /// @throws Problem.Invalid when the time is negative
  public MetricBatch add(String key, double value, long timestampMs, long step) {
    return add(key, value, timestampMs, step, "");
  }

  /// Adds a point that messages call by its path in a request, such as `metrics[0].`.
  ///
  /// @throws Problem.Invalid when the time is negative
  public MetricBatch add(String key, double value, long timestampMs, long step, String path) {
    if (timestampMs < 0) {
      throw new Problem.Invalid(
          "timestamp",
          "Invalid value %d for parameter '%stimestamp' supplied: metric '%s' (value=%s). Timestamp must be a nonnegative long (64-bit integer) "
              .formatted(timestampMs, path, key, value));
    }
    if (size == keys.length) {
      int room = Math.max(16, size * 2);
      keys = Arrays.copyOf(keys, room);
      values = Arrays.copyOf(values, room);
      times = Arrays.copyOf(times, room);
      steps = Arrays.copyOf(steps, room);
    }
    keys[size] = key;
    values[size] = clamped(value);
    times[size] = timestampMs;
    steps[size] = step;
    size++;
    return this;
  }

  private static double clamped(double value) {
    return Double.isInfinite(value) ? Math.copySign(Double.MAX_VALUE, value) : value;
  }

  /// How many points.
  public int size() {
    return size;
  }

  /// The key of a point.
  public String key(int at) {
    return keys[at];
  }

  /// The value of a point; finite or NaN.
  public double value(int at) {
    return values[at];
  }

  /// The time of a point in milliseconds.
  public long time(int at) {
    return times[at];
  }

  /// The step of a point.
  public long step(int at) {
    return steps[at];
  }

  /// Whether the point `a` is later than `b` of the same metric: a greater step, then time, then
  /// value, where a number is greater than NaN.
  boolean isLater(int a, int b) {
    if (steps[a] != steps[b]) {
      return steps[a] > steps[b];
    }
    if (times[a] != times[b]) {
      return times[a] > times[b];
    }
    return Double.isNaN(values[b]) || values[a] > values[b];
  }
}
