package dev.lazuli.ml.frame;

import java.util.ArrayList;
import java.util.List;

/// A growing sequence of codes that never copies what it holds until the end.
final class CodeChunks {
  private static final int CHUNK_MAX = 1 << 16;

  private final List<int[]> full = new ArrayList<>();
  private int[] last = new int[64];
  private int used;
  private int size;

  /// Adds `count` missing values.
  void addMissing(int count) {
    for (int i = 0; i < count; i++) {
      add(-1);
    }
  }

  void add(int value) {
    if (used == last.length) {
      full.add(last);
      last = new int[Math.min(last.length * 2, CHUNK_MAX)];
      used = 0;
    }
    last[used++] = value;
    size++;
  }

  /// All values; nothing is held afterwards.
  int[] take() {
    int[] all = new int[size];
    int at = 0;
    for (int[] chunk : full) {
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    System.arraycopy(last, 0, all, at, used);
    full.clear();
    last = new int[64];
    used = 0;
    size = 0;
    return all;
  }
}
