package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Grows one tree at a time, best leaf first, from packed gradients.
///
/// Only the smaller child of a split has its histogram summed; the larger one's is the parent's
/// less that.
final class TreeGrower {
  /// Rows between two looks at the stop signal.
  private static final int UPDATES_PER_CHECK = 1 << 20;

  private final BinnedTable table;
  private final BoostSettings settings;
  private final StopSignal stop;
  private final Partition partition;
  private final SplitFinder finder;
  private final long[] @Nullable [] histograms;
  private final @Nullable Split[] best;
  private final long[] sums;
  private final int[] depths;
  private final double[] extraL2;
  private final int[] features;

  TreeGrower(BinnedTable table, BoostSettings settings, int rowsMax, StopSignal stop) {
    this.table = table;
    this.settings = settings;
    this.stop = stop;
    int leaves = settings.leavesMax();
    partition = new Partition(rowsMax, leaves);
    finder = new SplitFinder(settings);
    histograms = new long[leaves][];
    best = new Split[leaves];
    sums = new long[leaves];
    depths = new int[leaves];
    extraL2 = new double[leaves];
    features = new int[table.features()];
  }

  Partition partition() {
    return partition;
  }

  /// The L2 penalty of a leaf of the last tree beyond the setting.
  double extraL2(int leaf) {
    return extraL2[leaf];
  }

  /// Grows a tree on the rows `rows[0..n)`; [#partition] then tells the rows of its leaves.
  BinnedTree grow(PackedGradients gradients, int[] rows, int n, SplittableRandom random) {
    int drawn = drawFeatures(random);
    long treeSeed = random.nextLong();
    finder.useUnits(gradients);
    partition.start(rows, n);
    BinnedTree tree = new BinnedTree(table, settings.leavesMax());
    sums[0] = gradients.sum();
    depths[0] = 0;
    extraL2[0] = 0;
    best[0] = null;
    if (mayBeSplit(0)) {
      long[] root = cleared(histograms[0]);
      fill(root, 0, gradients, drawn);
      histograms[0] = root;
      best[0] = findBest(0, drawn, treeSeed);
    }
    while (tree.leaves() < settings.leavesMax()) {
      int leaf = bestLeaf(tree.leaves());
      if (leaf < 0) {
        break;
      }
      splitLeaf(tree, leaf, gradients, drawn, treeSeed);
    }
    return tree;
  }

  private int drawFeatures(SplittableRandom random) {
    int d = features.length;
    for (int f = 0; f < d; f++) {
      features[f] = f;
    }
    if (settings.columnFraction() >= 1) {
      return d;
    }
    int wanted = Math.max(1, (int) Math.round(settings.columnFraction() * d));
    for (int i = 0; i < wanted; i++) {
      int other = i + random.nextInt(d - i);
      int feature = features[other];
      features[other] = features[i];
      features[i] = feature;
    }
    Arrays.sort(features, 0, wanted);
    return wanted;
  }

  private int bestLeaf(int leaves) {
    int found = -1;
    double gain = 0;
    for (int leaf = 0; leaf < leaves; leaf++) {
      Split split = best[leaf];
      if (split != null && split.gain() > gain) {
        gain = split.gain();
        found = leaf;
      }
    }
    return found;
  }

  private void splitLeaf(
      BinnedTree tree, int leaf, PackedGradients gradients, int drawn, long treeSeed) {
    Split split = Objects.requireNonNull(best[leaf]);
    int other = tree.split(leaf, split);
    partition.split(leaf, other, table, split.feature(), split.rule());
    sums[other] = sums[leaf] - split.left();
    sums[leaf] = split.left();
    depths[leaf]++;
    depths[other] = depths[leaf];
    extraL2[leaf] = split.extraL2();
    extraL2[other] = split.extraL2();
    best[leaf] = null;
    best[other] = null;
    boolean last = tree.leaves() == settings.leavesMax();
    if (last || (!mayBeSplit(leaf) && !mayBeSplit(other))) {
      return;
    }
    int small = partition.count(leaf) <= partition.count(other) ? leaf : other;
    int large = small == leaf ? other : leaf;
    long[] parent = Objects.requireNonNull(histograms[leaf]);
    long[] summed = cleared(histograms[other]);
    fill(summed, small, gradients, drawn);
    subtract(parent, summed, drawn);
    histograms[small] = summed;
    histograms[large] = parent;
    best[leaf] = mayBeSplit(leaf) ? findBest(leaf, drawn, treeSeed + 2L * other) : null;
    best[other] = mayBeSplit(other) ? findBest(other, drawn, treeSeed + 2L * other + 1) : null;
  }

  private boolean mayBeSplit(int leaf) {
    return partition.count(leaf) >= 2 * settings.minRowsInLeaf()
        && (settings.depthMax() == 0 || depths[leaf] < settings.depthMax());
  }

  private long[] cleared(long @Nullable [] histogram) {
    if (histogram == null) {
      return new long[table.features() << 8];
    }
    Arrays.fill(histogram, 0);
    return histogram;
  }

  private void fill(long[] histogram, int leaf, PackedGradients gradients, int drawn) {
    int d = table.features();
    int step = Math.max(1, UPDATES_PER_CHECK / drawn);
    int end = partition.end(leaf);
    for (int from = partition.begin(leaf); from < end; from += step) {
      stop.check();
      int to = Math.min(end, from + step);
      int[] index = partition.index();
      if (drawn == d) {
        Histograms.add(histogram, table.codes(), d, 0, d, index, from, to, gradients.packed());
      } else {
        Histograms.add(
            histogram, table.codes(), d, features, 0, drawn, index, from, to, gradients.packed());
      }
    }
  }

  private void subtract(long[] from, long[] what, int drawn) {
    for (int j = 0; j < drawn; j++) {
      int at = features[j] << 8;
      for (int b = at; b < at + 256; b++) {
        from[b] -= what[b];
      }
    }
  }

  private @Nullable Split findBest(int leaf, int drawn, long nodeSeed) {
    stop.check();
    finder.useLeaf(sums[leaf], partition.count(leaf));
    long[] histogram = Objects.requireNonNull(histograms[leaf]);
    Split found = null;
    int skipped = 0;
    int wanted = (int) Math.ceil(settings.columnFractionPerNode() * drawn);
    for (int j = 0; j < drawn; j++) {
      if (wanted < drawn && isSkipped(nodeSeed, j, drawn, wanted, j - skipped)) {
        skipped++;
        continue;
      }
      int f = features[j];
      Split split = finder.find(histogram, f, table.bins(f), SplitFinder.mix(nodeSeed));
      if (split != null && (found == null || split.gain() > found.gain())) {
        found = split;
      }
    }
    return found;
  }

  /// Selection sampling: keeps exactly `wanted` of `drawn` features.
  private static boolean isSkipped(long nodeSeed, int j, int drawn, int wanted, int kept) {
    long random = SplitFinder.mix(SplitFinder.mix(nodeSeed) + 0x5bd1e995L * (j + 1));
    return Long.remainderUnsigned(random, drawn - j) >= wanted - kept;
  }
}
