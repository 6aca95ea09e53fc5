package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.SplittableRandom;

/// Grows one tree at a time from packed gradients.
interface Grower {
  static Grower of(
      BinnedTable table, BoostSettings settings, int rowsMax, Workers workers, StopSignal stop) {
    return switch (settings.growth()) {
      case LEAF_WISE, DEPTH_WISE -> new LeafGrower(table, settings, rowsMax, workers, stop);
      case OBLIVIOUS -> new ObliviousGrower(table, settings, rowsMax, workers, stop);
    };
  }

  /// Grows a tree on the rows `rows[0..n)`; [#partition] then tells the rows of its leaves.
  BinnedTree grow(PackedGradients gradients, int[] rows, int n, SplittableRandom random);

  Partition partition();

  /// The L2 penalty of a leaf of the last tree beyond the setting.
  double extraL2(int leaf);

  /// The range of the step of a leaf of the last tree.
  Steps steps(int leaf);
}
