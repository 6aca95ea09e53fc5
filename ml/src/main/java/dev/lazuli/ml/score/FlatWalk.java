package dev.lazuli.ml.score;

import java.util.Arrays;

/// A tree ensemble in flat arrays, walked eight trees at a time.
///
/// For ensembles whose [MaskTable] would be too large for the cache. A row's values become whole
/// numbers of the same order first, so that a step needs no branch: steps of several trees overlap.
/// Leaves are nodes that lead to themselves.
final class FlatWalk implements RowScorer {
  private static final int LANES = 8;

  /// The first node of each tree; filled up with a tree of one leaf to a multiple of the lanes.
  private final int[] roots;

  private final int trees;

  /// Which key of the row a node looks at; `~key` when it looks for a code in a set.
  private final int[] slot;

  private final long[] threshold;

  /// Right child at `2 * node`, left child at `2 * node + 1`.
  private final int[] children;

  /// At a categorical split, where its set starts and how many words it has.
  private final int[] setStart;

  private final int[] setWords;
  private final long[] sets;
  private final double[] value;
  private final double[] startScores;
  private final ScratchPool<long[]> scratch;
  private final int features;

  FlatWalk(TreeEnsemble ensemble) {
    trees = ensemble.trees().size();
    features = ensemble.features();
    roots = new int[(trees + LANES - 1) / LANES * LANES];
    int nodes = 1 + ensemble.trees().stream().mapToInt(tree -> tree.splits() + tree.leaves()).sum();
    slot = new int[nodes];
    threshold = new long[nodes];
    children = new int[2 * nodes];
    setStart = new int[nodes];
    setWords = new int[nodes];
    value = new double[nodes];
    sets = new long[words(ensemble)];
    startScores = new double[ensemble.outputs()];
    Arrays.setAll(startScores, ensemble::startScore);
    scratch = new ScratchPool<>(() -> new long[2 * ensemble.features()]);
    int node = 1; // node 0 is the tree of one leaf
    int word = 0;
    for (int t = 0; t < trees; t++) {
      Tree tree = ensemble.trees().get(t);
      roots[t] = node;
      for (int s = 0; s < tree.splits(); s++) {
        word = fill(tree, s, node, word);
      }
      for (int leaf = 0; leaf < tree.leaves(); leaf++) {
        int at = node + tree.splits() + leaf;
        value[at] = tree.leafValue(leaf);
        children[2 * at] = at;
        children[2 * at + 1] = at;
      }
      node += tree.splits() + tree.leaves();
    }
  }

  private static int words(TreeEnsemble ensemble) {
    int words = 0;
    for (Tree tree : ensemble.trees()) {
      for (int s = 0; s < tree.splits(); s++) {
        words += (tree.codesEnd(s) + 63) >> 6;
      }
    }
    return words;
  }

  private int fill(Tree tree, int s, int first, int word) {
    int at = first + s;
    int key = 2 * tree.feature(s) + (tree.missingGoesLeft(s) ? 1 : 0);
    slot[at] = tree.isCategorical(s) ? ~key : key;
    threshold[at] = tree.isCategorical(s) ? 0 : key(tree.threshold(s));
    children[2 * at] = child(tree, tree.right(s), first);
    children[2 * at + 1] = child(tree, tree.left(s), first);
    setStart[at] = word;
    setWords[at] = (tree.codesEnd(s) + 63) >> 6;
    for (int code = 0; code < tree.codesEnd(s); code++) {
      if (tree.codeGoesLeft(s, code)) {
        sets[word + (code >> 6)] |= 1L << code;
      }
    }
    return word + setWords[at];
  }

  private static int child(Tree tree, int child, int first) {
    return child < 0 ? first + tree.splits() + ~child : first + child;
  }

  /// A whole number that orders as the value does; both zeros are one.
  private static long key(double number) {
    long bits = Double.doubleToRawLongBits(number + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  @Override
  public int outputs() {
    return startScores.length;
  }

  @Override
  public void score(double[] row, double[] out) {
    long[] keys = scratch.take();
    for (int f = 0; f < features; f++) {
      double number = row[f];
      boolean missing = Double.isNaN(number);
      long key = key(number);
      keys[2 * f] = missing ? Long.MAX_VALUE : key;
      keys[2 * f + 1] = missing ? Long.MIN_VALUE : key;
    }
    int k = startScores.length;
    System.arraycopy(startScores, 0, out, 0, k);
    int output = 0;
    for (int first = 0; first < trees; first += LANES) {
      output = walk(first, row, keys, out, output);
    }
    scratch.give(keys);
  }

  /// Walks eight trees, adds their values in their order, and tells the next tree's output.
  private int walk(int first, double[] row, long[] keys, double[] out, int output) {
    int a = roots[first];
    int b = roots[first + 1];
    int c = roots[first + 2];
    int d = roots[first + 3];
    int e = roots[first + 4];
    int f = roots[first + 5];
    int g = roots[first + 6];
    int h = roots[first + 7];
    int moved = 1;
    while (moved != 0) {
      int before = a + b + c + d + e + f + g + h;
      a = next(a, row, keys);
      b = next(b, row, keys);
      c = next(c, row, keys);
      d = next(d, row, keys);
      e = next(e, row, keys);
      f = next(f, row, keys);
      g = next(g, row, keys);
      h = next(h, row, keys);
      moved = a + b + c + d + e + f + g + h - before; // children come after their parents
    }
    int k = startScores.length;
    int at = output;
    for (int lane = 0; lane < Math.min(LANES, trees - first); lane++) {
      int leaf =
          switch (lane) {
            case 0 -> a;
            case 1 -> b;
            case 2 -> c;
            case 3 -> d;
            case 4 -> e;
            case 5 -> f;
            case 6 -> g;
            default -> h;
          };
      out[at] += value[leaf];
      at = at + 1 == k ? 0 : at + 1;
    }
    return at;
  }

  private int next(int node, double[] row, long[] keys) {
    int look = slot[node];
    long key = look >= 0 ? keys[look] : setKey(node, row[~look >> 1]);
    return children[2 * node + (key <= threshold[node] ? 1 : 0)];
  }

  /// Below 0 when the set of the node has the code, else above.
  private long setKey(int node, double number) {
    int code = (int) number;
    boolean isIn =
        !Double.isNaN(number)
            && code >= 0
            && code >> 6 < setWords[node]
            && ((sets[setStart[node] + (code >> 6)] >>> code) & 1) != 0;
    return isIn ? -1 : 1;
  }
}
