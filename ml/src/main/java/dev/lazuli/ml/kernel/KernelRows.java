package dev.lazuli.ml.kernel;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.LinkedHashMap;

/// Rows of the matrix of a Gaussian kernel between training vectors, made when they are asked for;
/// those asked for last are kept. Not thread-safe.
final class KernelRows {
  private final int count;
  private final int columns;
  private final double gamma;
  private final double[] byColumn;
  private final double[] squares;
  private final double[] sums;
  private final LinkedHashMap<Integer, float[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final int rowsMax;
  private final StopSignal stop;

  /// @param vectors `count x columns`
  KernelRows(
      double[] vectors, int count, int columns, double gamma, long cacheBytes, StopSignal stop) {
    this.count = count;
    this.columns = columns;
    this.gamma = gamma;
    this.stop = stop;
    byColumn = new double[vectors.length];
    squares = new double[count];
    sums = new double[count];
    for (int i = 0; i < count; i++) {
      for (int column = 0; column < columns; column++) {
        double value = vectors[i * columns + column];
        byColumn[column * count + i] = value;
        squares[i] += value * value;
      }
    }
    rowsMax = Math.clamp(cacheBytes / (Float.BYTES * (long) count), 2, count + 2);
  }

  int count() {
    return count;
  }

  /// The kernel of vector `i` and each vector; not a copy: only to read.
  float[] row(int i) {
    float[] row = kept.get(i);
    if (row == null) {
      stop.check();
      if (kept.size() >= rowsMax) {
        kept.pollFirstEntry();
      }
      row = made(i);
      kept.put(i, row);
    }
    return row;
  }

  private float[] made(int i) {
    Arrays.fill(sums, 0);
    for (int column = 0; column < columns; column++) {
      int from = column * count;
      double value = byColumn[from + i];
      if (value != 0) {
        for (int t = 0; t < count; t++) {
          sums[t] += value * byColumn[from + t];
        }
      }
    }
    float[] row = new float[count];
    for (int t = 0; t < count; t++) {
      double distance = squares[i] + squares[t] - 2 * sums[t];
      row[t] = (float) Math.exp(-gamma * Math.max(0, distance));
    }
    row[i] = 1;
    return row;
  }
}
