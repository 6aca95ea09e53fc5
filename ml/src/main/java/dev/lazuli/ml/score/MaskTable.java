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
  private final int codesAt;
  private final double[] startScores;
  private final ScratchPool scratch;

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
    codesAt = tiles.stream().mapToInt(MaskTile::stride).max().orElse(0);
    scratch = new ScratchPool(codesAt + features.length * BLOCK_ROWS);
  }

  @Override
  public int outputs() {
    return startScores.length;
  }

  @Override
  public void score(double[] row, double[] out) {
    long[] work = scratch.take();
    for (int j = 0; j < features.length; j++) {
      work[codesAt + j] = codes.codeOf(features[j], row[features[j]]);
    }
    System.arraycopy(startScores, 0, out, 0, startScores.length);
    for (int i = 0; i < tiles.size(); i++) {
      tiles.get(i).add(work, codesAt, out, 0);
    }
    scratch.give(work);
  }

  @Override
  public void scoreBlock(RowBlock block, double[] out) {
    long[] work = scratch.take();
    int k = startScores.length;
    int used = features.length;
    for (int from = 0; from < block.count(); from += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, block.count() - from);
      for (int j = 0; j < used; j++) {
        codes.codesOf(features[j], block, from, count, work, codesAt + j, used);
      }
      for (int r = from; r < from + count; r++) {
        System.arraycopy(startScores, 0, out, r * k, k);
      }
      for (int i = 0; i < tiles.size(); i++) {
        MaskTile tile = tiles.get(i);
        for (int r = 0; r < count; r++) {
          tile.add(work, codesAt + r * used, out, (from + r) * k);
        }
      }
    }
    scratch.give(work);
  }
}
