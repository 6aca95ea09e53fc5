package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeBuilder;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Trees as flat arrays, tree after tree; and back.
public final class TreeArrays {
  private final NumberArrays arrays;
  private final String prefix;

  private TreeArrays(NumberArrays arrays, String prefix) {
    this.arrays = arrays;
    this.prefix = prefix;
  }

  /// Adds an ensemble's arrays, their names beginning with `prefix`.
  public static void put(NumberArrays arrays, String prefix, TreeEnsemble ensemble) {
    List<Tree> trees = ensemble.trees();
    int splits = trees.stream().mapToInt(Tree::splits).sum();
    int[] counts = trees.stream().mapToInt(Tree::splits).toArray();
    int[][] ints = new int[5][splits];
    double[][] doubles = new double[2][splits];
    double[] leafValues = new double[splits + counts.length];
    int[] leafRows = new int[splits + counts.length];
    List<long[]> words = new ArrayList<>();
    int at = 0;
    int leafAt = 0;
    for (Tree tree : trees) {
      for (int split = 0; split < tree.splits(); split++, at++) {
        ints[0][at] = tree.feature(split);
        ints[1][at] = tree.missingGoesLeft(split) ? 1 : 0;
        ints[2][at] = tree.left(split);
        ints[3][at] = tree.right(split);
        ints[4][at] = -1;
        doubles[0][at] = tree.threshold(split);
        doubles[1][at] = tree.gain(split);
        if (tree.isCategorical(split)) {
          long[] codes = codes(tree, split);
          ints[4][at] = codes.length;
          words.add(codes);
        }
      }
      for (int leaf = 0; leaf < tree.leaves(); leaf++, leafAt++) {
        leafValues[leafAt] = tree.leafValue(leaf);
        leafRows[leafAt] = tree.leafRows(leaf);
      }
    }
    arrays.put(prefix + "splits", counts);
    arrays.put(prefix + "feature", ints[0]);
    arrays.put(prefix + "missing_left", ints[1]);
    arrays.put(prefix + "left", ints[2]);
    arrays.put(prefix + "right", ints[3]);
    arrays.put(prefix + "words", ints[4]);
    arrays.put(prefix + "threshold", doubles[0]);
    arrays.put(prefix + "gain", doubles[1]);
    arrays.put(prefix + "codes", words.stream().flatMapToLong(Arrays::stream).toArray());
    arrays.put(prefix + "leaf_value", leafValues);
    arrays.put(prefix + "leaf_rows", leafRows);
    double[] start = new double[ensemble.outputs()];
    Arrays.setAll(start, ensemble::startScore);
    arrays.put(prefix + "start", start);
  }

  private static long[] codes(Tree tree, int split) {
    long[] words = new long[(tree.codesEnd(split) + 63) / 64];
    for (int code = 0; code < tree.codesEnd(split); code++) {
      if (tree.codeGoesLeft(split, code)) {
        words[code >> 6] |= 1L << code;
      }
    }
    return words;
  }

  /// The ensemble in arrays that may come from anyone.
  ///
  /// @throws InvalidInput when the arrays are no trees
  public static TreeEnsemble read(NumberArrays arrays, String prefix, int features) {
    try {
      return new TreeArrays(arrays, prefix).read(features);
    } catch (IndexOutOfBoundsException wrong) {
      throw new InvalidInput("model", "arrays '%s' are no trees".formatted(prefix));
    }
  }

  private TreeEnsemble read(int features) {
    int[] counts = arrays.ints(prefix + "splits");
    int[] feature = arrays.ints(prefix + "feature");
    int[] missingLeft = arrays.ints(prefix + "missing_left");
    int[] left = arrays.ints(prefix + "left");
    int[] right = arrays.ints(prefix + "right");
    int[] words = arrays.ints(prefix + "words");
    double[] threshold = arrays.doubles(prefix + "threshold");
    double[] gain = arrays.doubles(prefix + "gain");
    long[] codes = arrays.longs(prefix + "codes");
    double[] leafValues = arrays.doubles(prefix + "leaf_value");
    int[] leafRows = arrays.ints(prefix + "leaf_rows");
    List<Tree> trees = new ArrayList<>();
    int at = 0;
    int leafAt = 0;
    int wordAt = 0;
    for (int count : counts) {
      require(count >= 0 && count < feature.length + 1);
      TreeBuilder builder = new TreeBuilder(count + 1);
      for (int split = 0; split < count; split++) {
        int i = at + split;
        require(feature[i] >= 0 && feature[i] < features);
        int leaf = leftmost(left, at, count, split, left[i]);
        int newLeaf = leftmost(left, at, count, split, right[i]);
        require(leaf <= split && newLeaf == split + 1);
        if (words[i] < 0) {
          builder.split(leaf, feature[i], threshold[i], missingLeft[i] != 0, gain[i]);
        } else {
          long[] set = Arrays.copyOfRange(codes, wordAt, wordAt + words[i]);
          wordAt += words[i];
          builder.splitCodes(leaf, feature[i], set, gain[i]);
        }
      }
      for (int leaf = 0; leaf <= count; leaf++) {
        builder.leaf(leaf, leafValues[leafAt + leaf], leafRows[leafAt + leaf]);
      }
      trees.add(builder.build());
      at += count;
      leafAt += count + 1;
    }
    return new TreeEnsemble(trees, features, arrays.doubles(prefix + "start"));
  }

  /// The leaf at the left end below `child`; a split keeps the number of the leaf that it parted.
  private static int leftmost(int[] left, int at, int count, int parent, int child) {
    int above = parent;
    int node = child;
    while (node >= 0) {
      require(node > above && node < count);
      above = node;
      node = left[at + node];
    }
    return ~node;
  }

  private static void require(boolean rule) {
    if (!rule) {
      throw new InvalidInput("model", "the model's arrays are no trees");
    }
  }
}
