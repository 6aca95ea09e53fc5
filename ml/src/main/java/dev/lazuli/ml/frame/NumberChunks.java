package dev.lazuli.ml.frame;

import java.util.ArrayList;
import java.util.List;

/// A growing sequence of doubles that never copies what it holds until the end.
final class NumberChunks {
  private static final int CHUNK_MAX = 1 << 16;

  private final List<double[]> full = new ArrayList<>();
  private double[] last = new double[64];
  private int used;
  private int size;

  int size() {
    return size;
  }

  void add(double value) {
    if (used == last.length) {
      full.add(last);
      last = new double[Math.min(last.length * 2, CHUNK_MAX)];
      used = 0;
    }
    last[used++] = value;
    size++;
  }

  /// All values; nothing is held afterwards.
  double[] take() {
    double[] all = new double[size];
    int at = 0;
    for (double[] chunk : full) {
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    System.arraycopy(last, 0, all, at, used);
    full.clear();
    last = new double[64];
    used = 0;
    size = 0;
    return all;
  }
}
