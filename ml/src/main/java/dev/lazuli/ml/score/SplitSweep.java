package dev.lazuli.ml.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A tree ensemble as a list of splits, each of which passes many rows at once.
///
/// A row has a bit for each leaf of a tree, from left to right. A split clears the leaves on its
/// left in the rows that go right; the lowest bit left is the row's leaf, as in
/// [QuickScorer](https://doi.org/10.1145/2766462.2767733). Which way a row goes is told by the sign
/// of a difference of codes, so a split is a loop over rows without branches or look-ups, which the
/// JIT makes vector code of. The time grows with splits, and with neither features nor cuts.
final class SplitSweep {
  /// With fewer rows at once the loops hardly come to their vectors.
  static final int ROWS_MIN = 64;

  /// Each loop takes some rows one by one before its vectors are aligned: blocks are long. What a
  /// tile writes, 4 KiB a word, stays in the first-level cache.
  private static final int BLOCK_ROWS = 1024;

  private static final int TILE_WORDS = 4;

  private final List<SplitTile> tiles = new ArrayList<>();
  private final double[] startScores;
  private final ScratchPool<Work> scratch;

  /// The sweep of an ensemble whose features are not mixed.
  SplitSweep(TreeEnsemble ensemble, FeatureCodes codes) {
    startScores = new double[ensemble.outputs()];
    Arrays.setAll(startScores, ensemble::startScore);
    List<Tree> trees = ensemble.trees();
    int wordsMax = 0;
    for (int first = 0, end; first < trees.size(); first = end) {
      int words = SplitTile.words(trees.get(first));
      end = first + 1;
      while (end < trees.size() && words + SplitTile.words(trees.get(end)) <= TILE_WORDS) {
        words += SplitTile.words(trees.get(end++));
      }
      tiles.add(new SplitTile(trees.subList(first, end), first, startScores.length, codes));
      wordsMax = Math.max(wordsMax, words);
    }
    int words = wordsMax;
    scratch = new ScratchPool<>(() -> new Work(codes, ensemble, words));
  }

  /// Scores as [RowScorer#scoreBlock] does.
  void scoreBlock(RowBlock block, double[] out) {
    Work work = scratch.take();
    int k = startScores.length;
    for (int from = 0; from < block.count(); from += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, block.count() - from);
      work.read(block, from, count);
      for (int output = 0; output < k; output++) {
        Arrays.fill(work.sums[output], 0, count, startScores[output]);
      }
      for (int i = 0; i < tiles.size(); i++) {
        tiles.get(i).add(work.columns, work.reached, count, work.sums);
      }
      for (int output = 0; output < k; output++) {
        for (int r = 0, at = from * k + output; r < count; r++, at += k) {
          out[at] = work.sums[output][r];
        }
      }
    }
    scratch.give(work);
  }

  /// The codes of a block, and the leaves that its rows can reach.
  private static final class Work {
    private final FeatureCodes codes;

    /// Of each feature two columns of codes, the second with 0 for a missing one.
    private final int[][] columns;

    /// The second columns where they differ.
    private final int[][] filled;

    private final int[][] reached;

    /// Of each output, the score of each row.
    private final double[][] sums;

    Work(FeatureCodes codes, TreeEnsemble ensemble, int words) {
      this.codes = codes;
      int features = ensemble.features();
      sums = new double[ensemble.outputs()][BLOCK_ROWS];
      columns = new int[2 * features][];
      filled = new int[features][];
      reached = new int[words][BLOCK_ROWS];
      for (int f = 0; f < features; f++) {
        columns[2 * f] = new int[codes.isUsed(f) ? BLOCK_ROWS : 0];
        filled[f] = new int[columns[2 * f].length];
      }
    }

    private void read(RowBlock block, int from, int count) {
      for (int f = 0; f < filled.length; f++) {
        if (codes.isUsed(f)) {
          int[] column = columns[2 * f];
          boolean isAnyMissing = codes.codesOf(f, block, from, count, column);
          columns[2 * f + 1] = isAnyMissing ? filled[f] : column;
          int missing = codes.count(f) - 1;
          for (int r = 0; isAnyMissing && r < count; r++) {
            filled[f][r] = column[r] == missing ? 0 : column[r];
          }
        }
      }
    }
  }
}
