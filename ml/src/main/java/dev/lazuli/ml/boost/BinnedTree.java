package dev.lazuli.ml.boost;

import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeBuilder;
import java.util.ArrayList;
import java.util.List;

/// A tree over bins in the making; knows the leaf of a binned row and becomes a [Tree].
final class BinnedTree {
  private final BinnedTable table;
  private final TreeBuilder builder;
  private final List<Split> splits = new ArrayList<>();
  private final int[] left;
  private final int[] right;
  private final int[] childOf;

  BinnedTree(BinnedTable table, int leavesMax) {
    this.table = table;
    this.builder = new TreeBuilder(leavesMax);
    left = new int[leavesMax];
    right = new int[leavesMax];
    childOf = new int[leavesMax];
    childOf[0] = -1;
  }

  int leaves() {
    return splits.size() + 1;
  }

  /// Splits a leaf and tells the number of the new right leaf.
  int split(int leaf, Split split) {
    int node = splits.size();
    int newLeaf = node + 1;
    int parent = childOf[leaf];
    if (parent >= 0) {
      int[] side = left[parent] == ~leaf ? left : right;
      side[parent] = node;
    }
    left[node] = ~leaf;
    right[node] = ~newLeaf;
    childOf[leaf] = node;
    childOf[newLeaf] = node;
    splits.add(split);
    int feature = split.feature();
    Bins bins = table.bins(feature);
    switch (split.rule()) {
      case Split.UpTo(int bin, boolean missingLeft) ->
          builder.split(leaf, feature, bins.upperBound(bin), missingLeft, split.gain());
      case Split.AnyOf(BinSet set) ->
          builder.splitCodes(leaf, feature, codes(bins, set), split.gain());
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
    int node = splits.isEmpty() ? ~0 : 0;
    while (node >= 0) {
      Split split = splits.get(node);
      boolean goesLeft = split.rule().goesLeft(codes[at + split.feature()] & 255);
      node = goesLeft ? left[node] : right[node];
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
