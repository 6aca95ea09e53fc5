package dev.lazuli.ml.score;

import java.util.Arrays;

/// A binary decision tree with one value in each leaf, held as parallel arrays.
///
/// Splits are numbered from 0, the root first. A child `>= 0` is a split, a child `< 0` is the leaf
/// `~child`. A row goes left when its value is `<=` the threshold, or, at a categorical split, when
/// its code is in the set of codes. A missing value (NaN) takes the split's default direction; at a
/// categorical split missing and unknown codes go right, as in LightGBM.
public final class Tree {
  static final byte MISSING_LEFT = 1;
  static final byte CATEGORICAL = 2;

  final int[] feature;
  final double[] threshold;
  final byte[] flags;
  final int[] left;
  final int[] right;
  final double[] gain;
  final long[][] codes;
  final double[] leafValue;
  final int[] leafRows;

  Tree(Splits splits, double[] leafValue, int[] leafRows) {
    this.feature = splits.feature;
    this.threshold = splits.threshold;
    this.flags = splits.flags;
    this.left = splits.left;
    this.right = splits.right;
    this.gain = splits.gain;
    this.codes = splits.codes;
    this.leafValue = leafValue;
    this.leafRows = leafRows;
  }

  /// A tree that gives the same value to every row.
  ///
  /// @param rows how many rows were trained on
  public static Tree constant(double value, int rows) {
    return new Tree(new Splits(0), new double[] {value}, new int[] {rows});
  }

  /// How many leaves there are; at least one.
  public int leaves() {
    return leafValue.length;
  }

  /// How many splits there are: one fewer than leaves.
  public int splits() {
    return feature.length;
  }

  /// The feature that a split looks at.
  public int feature(int split) {
    return feature[split];
  }

  /// The largest value that goes left; NaN at a categorical split.
  public double threshold(int split) {
    return threshold[split];
  }

  /// Whether a missing value goes left.
  public boolean missingGoesLeft(int split) {
    return (flags[split] & MISSING_LEFT) != 0;
  }

  /// Whether the split is on a set of codes.
  public boolean isCategorical(int split) {
    return (flags[split] & CATEGORICAL) != 0;
  }

  /// Whether a code goes left at a categorical split.
  public boolean codeGoesLeft(int split, int code) {
    return contains(codes[split], code);
  }

  /// The set of codes that go left at a categorical split; only to read.
  long[] codes(int split) {
    return codes[split];
  }

  /// One more than the greatest code that goes left at a categorical split; 0 at a numeric one.
  public int codesEnd(int split) {
    long[] words = codes[split];
    for (int w = words.length - 1; w >= 0; w--) {
      if (words[w] != 0) {
        return (w << 6) + 64 - Long.numberOfLeadingZeros(words[w]);
      }
    }
    return 0;
  }

  /// The left child: a split, or `~leaf`.
  public int left(int split) {
    return left[split];
  }

  /// The right child: a split, or `~leaf`.
  public int right(int split) {
    return right[split];
  }

  /// How much the split lowered the training loss.
  public double gain(int split) {
    return gain[split];
  }

  /// The value of a leaf.
  public double leafValue(int leaf) {
    return leafValue[leaf];
  }

  /// How many training rows a leaf had.
  public int leafRows(int leaf) {
    return leafRows[leaf];
  }

  /// How many training rows reached a child, given as a split or as `~leaf`.
  public int rows(int child) {
    return child < 0 ? leafRows[~child] : rows(left[child]) + rows(right[child]);
  }

  /// The same tree with every leaf value multiplied.
  public Tree scaled(double factor) {
    double[] values = leafValue.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return withLeafValues(values);
  }

  /// The same splits with other leaf values.
  public Tree withLeafValues(double[] values) {
    if (values.length != leafValue.length) {
      throw new IllegalArgumentException("a tree of " + leaves() + " leaves needs as many values");
    }
    Splits splits = new Splits(feature, threshold, flags, left, right, gain, codes);
    return new Tree(splits, values.clone(), leafRows);
  }

  /// The leaf that a row falls into.
  public int leafOf(double[] row) {
    int node = feature.length == 0 ? ~0 : 0;
    while (node >= 0) {
      node = goesLeft(node, row[feature[node]]) ? left[node] : right[node];
    }
    return ~node;
  }

  /// The value that a row gets.
  public double valueOf(double[] row) {
    return leafValue[leafOf(row)];
  }

  /// Whether a value goes left at a split.
  public boolean goesLeft(int split, double value) {
    if ((flags[split] & CATEGORICAL) != 0) {
      return !Double.isNaN(value) && contains(codes[split], (int) value);
    }
    return Double.isNaN(value) ? (flags[split] & MISSING_LEFT) != 0 : value <= threshold[split];
  }

  static boolean contains(long[] words, int code) {
    return code >= 0 && code >> 6 < words.length && (words[code >> 6] >>> code & 1) != 0;
  }

  /// The split arrays of a tree in the making.
  static final class Splits {
    static final long[] NO_CODES = {};

    final int[] feature;
    final double[] threshold;
    final byte[] flags;
    final int[] left;
    final int[] right;
    final double[] gain;
    final long[][] codes;

    Splits(int count) {
      this(
          new int[count],
          new double[count],
          new byte[count],
          new int[count],
          new int[count],
          new double[count],
          new long[count][]);
      Arrays.fill(codes, NO_CODES);
    }

    Splits(
        int[] feature,
        double[] threshold,
        byte[] flags,
        int[] left,
        int[] right,
        double[] gain,
        long[][] codes) {
      this.feature = feature;
      this.threshold = threshold;
      this.flags = flags;
      this.left = left;
      this.right = right;
      this.gain = gain;
      this.codes = codes;
    }

    Splits first(int count) {
      return new Splits(
          Arrays.copyOf(feature, count),
          Arrays.copyOf(threshold, count),
          Arrays.copyOf(flags, count),
          Arrays.copyOf(left, count),
          Arrays.copyOf(right, count),
          Arrays.copyOf(gain, count),
          Arrays.copyOf(codes, count));
    }
  }
}
