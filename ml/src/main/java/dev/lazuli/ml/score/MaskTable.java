package dev.lazuli.ml.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A tree ensemble as bit masks, some bits a tree for each code of each feature.
///
/// The bits of a tree are its leaves from left to right. The mask of a feature code has the leaves
/// cleared that a row with this code cannot reach: those left of each split on the feature that
/// sends the row right. The masks of a row's codes ANDed, the lowest bit left is the row's leaf.
/// This is [QuickScorer](https://doi.org/10.1145/2766462.2767733) with the masks of all splits on a
/// feature folded in advance. Small trees share a word, trees of more than 64 leaves take several.
/// Tables beyond the cache are cut into tiles of trees, each of which a block of rows passes.
final class MaskTable implements RowScorer {
  private static final int BLOCK_ROWS = 128;

  private final FeatureCodes codes;
  private final int[] features;
  private final List<MaskTile> tiles;
  private final double[] startScores;
  private final ScratchPool<Work> scratch;

  /// The table of an ensemble whose features are not mixed.
  ///
  /// @param tileWords how many words of masks the trees of a tile have
  MaskTable(TreeEnsemble ensemble, MaskLayout layout, long tileWords) {
    codes = layout.codes();
    features = layout.features();
    int trees = ensemble.trees().size();
    int step = layout.treesIn(tileWords);
    tiles = new ArrayList<>();
    for (int first = 0; first < trees; first += step) {
      tiles.add(new MaskTile(ensemble, first, Math.min(trees, first + step), layout));
    }
    startScores = new double[ensemble.outputs()];
    Arrays.setAll(startScores, ensemble::startScore);
    int stride = tiles.stream().mapToInt(MaskTile::stride).max().orElse(0);
    scratch = new ScratchPool<>(() -> new Work(features.length, stride));
  }

  /// The codes of a block of rows, feature by feature, and room for the words of a tile.
  private static final class Work {
    private final int[][] codes;
    private final long[] reached;

    Work(int features, int stride) {
      codes = new int[features][BLOCK_ROWS];
      reached = new long[stride];
    }
  }

  @Override
  public int outputs() {
    return startScores.length;
  }

  @Override
  public void score(double[] row, double[] out) {
    Work work = scratch.take();
    for (int j = 0; j < features.length; j++) {
      work.codes[j][0] = codes.codeOf(features[j], row[features[j]]);
    }
    System.arraycopy(startScores, 0, out, 0, startScores.length);
    for (int i = 0; i < tiles.size(); i++) {
      tiles.get(i).add(work.codes, 0, work.reached, out, 0);
    }
    scratch.give(work);
  }

  @Override
  public void scoreBlock(RowBlock block, double[] out) {
    Work work = scratch.take();
    int k = startScores.length;
    for (int from = 0; from < block.count(); from += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, block.count() - from);
      for (int j = 0; j < features.length; j++) {
        codes.codesOf(features[j], block, from, count, work.codes[j]);
      }
      for (int r = from; r < from + count; r++) {
        System.arraycopy(startScores, 0, out, r * k, k);
      }
      for (int i = 0; i < tiles.size(); i++) {
        MaskTile tile = tiles.get(i);
        for (int r = 0; r < count; r++) {
          tile.add(work.codes, r, work.reached, out, (from + r) * k);
        }
      }
    }
    scratch.give(work);
  }
}
