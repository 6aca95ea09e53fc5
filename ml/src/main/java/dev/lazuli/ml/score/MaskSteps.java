package dev.lazuli.ml.score;

import java.util.Arrays;

/// The leaves that each code of a number clears beyond the code below it.
final class MaskSteps {
  /// Where the steps to each code of a feature start; one more marks the end.
  private final int[][] starts;

  private final int[] words;
  private final long[] masks;

  private MaskSteps(int[][] starts, int[] words, long[] masks) {
    this.starts = starts;
    this.words = words;
    this.masks = masks;
  }

  /// Takes the steps of feature `j` that lead from one code to a higher one.
  void take(long[] reached, int j, int from, int to) {
    int[] of = starts[j];
    for (int i = of[from + 1], end = of[to + 1]; i < end; i++) {
      reached[words[i]] &= masks[i];
    }
  }

  /// Steps in the order in which trees bring them.
  static final class Collected {
    private final int features;
    private int count;

    /// Feature, code and word, from the highest bit: sorted they are in their final order.
    private long[] keys = new long[64];

    private long[] masks = new long[64];

    Collected(int features) {
      this.features = features;
    }

    /// The leaves `[from, to)` are cleared from `code` on.
    void add(int j, int code, int from, int to) {
      for (int word = from >> 6; word <= (to - 1) >> 6; word++) {
        long low = word == from >> 6 ? -1L << from : -1L;
        long high = word == (to - 1) >> 6 ? -1L >>> -to : -1L;
        if (count == keys.length) {
          keys = Arrays.copyOf(keys, 2 * count);
          masks = Arrays.copyOf(masks, 2 * count);
        }
        keys[count] = (long) j << 48 | (long) code << 28 | word;
        masks[count++] = ~(low & high);
      }
    }

    /// The steps by feature and code.
    ///
    /// @param codes how many codes a feature has, missing apart
    MaskSteps sorted(int[] codes) {
      Integer[] order = new Integer[count];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Long.compare(keys[a], keys[b]));
      int[] words = new int[count];
      long[] sorted = new long[count];
      int[][] starts = new int[features][];
      int next = 0;
      for (int j = 0; j < features; j++) {
        starts[j] = new int[codes[j] + 2];
        for (int code = 0; code <= codes[j]; code++) {
          starts[j][code] = next;
          while (next < count && keys[order[next]] >>> 28 == ((long) j << 20 | code)) {
            words[next] = (int) (keys[order[next]] & 0xfff_ffff);
            sorted[next] = masks[order[next]];
            next++;
          }
        }
        starts[j][codes[j] + 1] = next;
      }
      return new MaskSteps(starts, words, sorted);
    }
  }
}
