package dev.lazuli.ml.score;

import java.util.Arrays;

/// The masks of some neighbouring trees of a [MaskTable].
///
/// Of a number's codes only each `2^grain`th has its masks in the table. The masks of a code
/// between come from the row below by the steps on the way: a step clears some leaves of one word.
final class MaskTile {
  private final MaskLayout layout;
  private final int trees;
  private final int stride;
  private final int outputs;
  private final int firstOutput;

  /// One array a row: C2 makes vector code of loops over several arrays, not of loops over several
  /// stretches of one.
  private final long[][] masks;

  /// The first row of each feature.
  private final int[] starts;

  /// The grain of each feature.
  private final int[] grains;

  /// Of each feature, the row of its missing code.
  private final int[] missing;

  private final MaskSteps steps;

  /// The value of the leaf of each bit.
  private final double[] leaves;

  MaskTile(TreeEnsemble ensemble, int first, int end, MaskLayout layout) {
    this.layout = layout;
    trees = end - first;
    outputs = ensemble.outputs();
    firstOutput = first % outputs;
    stride = layout.words(trees);
    int[] features = layout.features();
    starts = new int[features.length];
    grains = new int[features.length];
    missing = new int[features.length];
    int rows = 0;
    for (int j = 0; j < features.length; j++) {
      starts[j] = rows;
      grains[j] = layout.grain(features[j]);
      missing[j] = layout.codes().count(features[j]) - 1;
      rows += layout.rows(features[j]);
    }
    masks = new long[rows][stride];
    for (long[] row : masks) {
      Arrays.fill(row, -1L);
    }
    leaves = new double[stride << 6];
    MaskSteps.Collected collected = new MaskSteps.Collected(features.length);
    for (int t = first; t < end; t++) {
      new Placing(ensemble.trees().get(t), layout.firstBit(t - first), collected).place();
    }
    steps = collected.sorted(missing);
  }

  int stride() {
    return stride;
  }

  /// Numbers the leaves of one tree from left to right and clears its masks.
  private final class Placing {
    private final Tree tree;
    private final int firstBit;
    private final MaskSteps.Collected collected;

    Placing(Tree tree, int firstBit, MaskSteps.Collected collected) {
      this.tree = tree;
      this.firstBit = firstBit;
      this.collected = collected;
    }

    void place() {
      place(tree.splits() == 0 ? ~0 : 0, firstBit);
    }

    /// Places what is below a child and tells the bit after it.
    private int place(int child, int bit) {
      if (child < 0) {
        leaves[bit] = tree.leafValue(~child);
        return bit + 1;
      }
      int middle = place(tree.left(child), bit);
      int end = place(tree.right(child), middle);
      int j = Arrays.binarySearch(layout.features(), tree.feature(child));
      clear(child, j, bit, middle);
      return end;
    }

    /// Clears the leaves `[from, to)` for the codes that a split sends right.
    private void clear(int split, int j, int from, int to) {
      int feature = tree.feature(split);
      FeatureCodes codes = layout.codes();
      for (int code = 0; code < codes.count(feature); code++) {
        boolean isRow = code == missing[j] || (code & ((1 << grains[j]) - 1)) == 0;
        if (isRow && !tree.goesLeft(split, codes.valueOf(feature, code))) {
          long[] row = masks[starts[j] + row(j, code)];
          for (int b = from; b < to; b++) {
            row[b >> 6] &= ~(1L << b);
          }
        }
      }
      if (grains[j] > 0) {
        collected.add(j, codes.codeOf(feature, tree.threshold(split)) + 1, from, to);
      }
    }
  }

  /// The last row of feature `j` with a code not above this one; missing values have their own.
  private int row(int j, int code) {
    int grain = grains[j];
    return code == missing[j] ? ((code - 1) >> grain) + 1 : code >> grain;
  }

  /// Adds the values of the tile's trees for one row.
  ///
  /// @param codes of each used feature, the code of each row
  /// @param reached room for [#stride] words
  void add(int[][] codes, int rowAt, long[] reached, double[] out, int outAt) {
    int used = starts.length;
    if (used == 0) {
      Arrays.fill(reached, 0, stride, -1L);
    }
    for (int j = 0; j < used; j += 3) {
      long[] a = masksOf(codes, rowAt, j);
      long[] b = masksOf(codes, rowAt, Math.min(j + 1, used - 1));
      long[] c = masksOf(codes, rowAt, Math.min(j + 2, used - 1));
      if (j == 0) {
        first(reached, a, b, c, stride);
      } else {
        further(reached, a, b, c, stride);
      }
    }
    if (layout.grain() > 0) {
      for (int j = 0; j < used; j++) {
        int code = codes[j][rowAt];
        if (code != missing[j]) {
          steps.take(reached, j, (code >> grains[j]) << grains[j], code);
        }
      }
    }
    if (outputs > 1 || layout.words() > 1) {
      addEach(reached, out, outAt);
    } else if (layout.bits() == 64) {
      addWhole(reached, out, outAt);
    } else {
      addShared(reached, out, outAt);
    }
  }

  private long[] masksOf(int[][] codes, int rowAt, int j) {
    return masks[starts[j] + row(j, codes[j][rowAt])];
  }

  private static void first(long[] reached, long[] a, long[] b, long[] c, int stride) {
    for (int i = 0; i < stride; i++) {
      reached[i] = a[i] & b[i] & c[i];
    }
  }

  private static void further(long[] reached, long[] a, long[] b, long[] c, int stride) {
    for (int i = 0; i < stride; i++) {
      reached[i] &= a[i] & b[i] & c[i];
    }
  }

  private void addWhole(long[] reached, double[] out, int outAt) {
    double sum = out[outAt];
    for (int t = 0; t < trees; t++) {
      sum += leaves[(t << 6) + Long.numberOfTrailingZeros(reached[t])];
    }
    out[outAt] = sum;
  }

  private void addShared(long[] reached, double[] out, int outAt) {
    double sum = out[outAt];
    int bits = layout.bits();
    int end = trees * bits;
    for (int bit = 0; bit < end; bit += bits) {
      sum += leaves[bit + Long.numberOfTrailingZeros(reached[bit >> 6] >>> bit)];
    }
    out[outAt] = sum;
  }

  private void addEach(long[] reached, double[] out, int outAt) {
    int output = firstOutput;
    for (int t = 0; t < trees; t++) {
      int bit = layout.firstBit(t);
      long word = reached[bit >> 6] >>> bit;
      while (word == 0) {
        bit += 64;
        word = reached[bit >> 6];
      }
      out[outAt + output] += leaves[bit + Long.numberOfTrailingZeros(word)];
      output = output + 1 == outputs ? 0 : output + 1;
    }
  }
}
