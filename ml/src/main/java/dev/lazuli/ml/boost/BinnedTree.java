package dev.lazuli.ml.boost;

import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeBuilder;

/// A tree over bins in the making; knows the leaf of a binned row and becomes a [Tree].
final class BinnedTree {
  private final BinnedTable table;
  private final TreeBuilder builder;
  private int leaves = 1;
  private final int[] feature;

  /// Four words a split: the bins that go left.
  private final long[] leftBins;

  /// Right child at `2 * split`, left child at `2 * split + 1`; `~leaf` below 0.
  private final int[] children;

  private final int[] childOf;

  BinnedTree(BinnedTable table, int leavesMax) {
    this.table = table;
    this.builder = new TreeBuilder(leavesMax);
    feature = new int[leavesMax];
    leftBins = new long[4 * leavesMax];
    children = new int[2 * leavesMax];
    childOf = new int[leavesMax];
    childOf[0] = -1;
  }

  int leaves() {
    return leaves;
  }

  /// Splits a leaf and tells the number of the new right leaf.
  int split(int leaf, Split split) {
    int node = leaves - 1;
    int newLeaf = leaves++;
    int parent = childOf[leaf];
    if (parent >= 0) {
      children[2 * parent + (children[2 * parent] == ~leaf ? 0 : 1)] = node;
    }
    children[2 * node] = ~newLeaf;
    children[2 * node + 1] = ~leaf;
    childOf[leaf] = node;
    childOf[newLeaf] = node;
    int splitFeature = split.feature();
    feature[node] = splitFeature;
    for (int b = 0; b < 256; b++) {
      leftBins[4 * node + (b >> 6)] |= split.rule().goesLeft(b) ? 1L << b : 0;
    }
    Bins bins = table.bins(splitFeature);
    switch (split.rule()) {
      case Split.UpTo(int bin, boolean missingLeft) ->
          builder.split(leaf, splitFeature, bins.upperBound(bin), missingLeft, split.gain());
      case Split.AnyOf(BinSet set) ->
          builder.splitCodes(leaf, splitFeature, codes(bins, set), split.gain());
    }
    return newLeaf;
  }

  private static long[] codes(Bins bins, BinSet set) {
    int end = 0;
    for (int b = 0; b < bins.count(); b++) {
      if (set.contains(b)) {
        end = Math.max(end, bins.code(b) + 1);
      }
    }
    long[] words = new long[(end + 63) >> 6];
    for (int b = 0; b < bins.count(); b++) {
      if (set.contains(b)) {
        words[bins.code(b) >> 6] |= 1L << bins.code(b);
      }
    }
    return words;
  }

  int leafOf(int row) {
    byte[] codes = table.codes();
    int at = row * table.features();
    int node = leaves == 1 ? ~0 : 0;
    while (node >= 0) {
      int bin = codes[at + feature[node]] & 255;
      long word = leftBins[4 * node + (bin >> 6)];
      node = children[2 * node + (int) ((word >>> bin) & 1)];
    }
    return ~node;
  }

  Tree build(double[] leafValues, Partition partition) {
    for (int leaf = 0; leaf < leaves(); leaf++) {
      builder.leaf(leaf, leafValues[leaf], partition.count(leaf));
    }
    return builder.build();
  }
}
