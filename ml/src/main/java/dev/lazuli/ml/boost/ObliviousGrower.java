package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Grows trees all of whose splits of a level are by one condition.
///
/// A level takes the condition with the greatest sum of gains over the leaves. A leaf that it would
/// part too unevenly for the settings adds nothing and stays whole, but later levels may split it.
final class ObliviousGrower implements Grower {
  private final BinnedTable table;
  private final BoostSettings settings;
  private final StopSignal stop;
  private final Workers workers;
  private final Partition partition;
  private final HistogramPool histograms;
  private final LevelFinder[] finders;
  private final long[] totals;
  private final double[] extraL2;

  ObliviousGrower(
      BinnedTable table, BoostSettings settings, int rowsMax, Workers workers, StopSignal stop) {
    this.table = table;
    this.settings = settings;
    this.stop = stop;
    this.workers = workers;
    int leaves = settings.leavesMax();
    partition = new Partition(rowsMax, leaves, workers, stop);
    histograms = new HistogramPool(table, settings, partition, workers, stop);
    totals = new long[leaves];
    extraL2 = new double[leaves];
    finders = new LevelFinder[workers.threads()];
    Arrays.setAll(finders, i -> new LevelFinder(settings, histograms, partition, totals));
  }

  @Override
  public Partition partition() {
    return partition;
  }

  @Override
  public double extraL2(int leaf) {
    return extraL2[leaf];
  }

  @Override
  public Steps steps(int leaf) {
    return Steps.FREE;
  }

  @Override
  public BinnedTree grow(PackedGradients gradients, int[] rows, int n, SplittableRandom random) {
    FeatureDraw drawn = FeatureDraw.of(table.features(), settings, random);
    long treeSeed = random.nextLong();
    for (LevelFinder finder : finders) {
      finder.useUnits(gradients);
    }
    partition.start(rows, n);
    histograms.start(drawn, gradients.packed());
    BinnedTree tree = new BinnedTree(table, settings.leavesMax());
    totals[0] = gradients.sum();
    extraL2[0] = 0;
    histograms.sum(0);
    BitSet path = new BitSet();
    int depthMax = 31 - Integer.numberOfLeadingZeros(settings.leavesMax());
    if (settings.depthMax() > 0) {
      depthMax = Math.min(depthMax, settings.depthMax());
    }
    for (int depth = 0; depth < depthMax; depth++) {
      BitSet allowed = settings.constraints().allowed(path, table.features());
      long levelSeed = treeSeed + depth;
      Split split = findBest(tree.leaves(), drawn.ofNode(allowed, levelSeed), levelSeed);
      if (split == null) {
        break;
      }
      path.set(split.feature());
      splitLevel(tree, split);
    }
    for (int leaf = 0; leaf < tree.leaves(); leaf++) {
      histograms.release(leaf);
    }
    return tree;
  }

  private @Nullable Split findBest(int leaves, int[] candidates, long levelSeed) {
    stop.check();
    int parts = workers.parts(((long) candidates.length << 8) * leaves, candidates.length);
    return SplitSearch.best(
        workers,
        parts,
        candidates,
        part -> {
          LevelFinder finder = finders[part];
          finder.useLeaves(leaves);
          return f -> finder.find(f, table.bins(f), SplitFinder.mix(levelSeed));
        });
  }

  private void splitLevel(BinnedTree tree, Split level) {
    finders[0].useLeaves(tree.leaves());
    for (int leaf = 0, end = tree.leaves(); leaf < end; leaf++) {
      Split split = finders[0].ofLeaf(leaf, level);
      if (split != null) {
        int other = tree.split(leaf, split);
        partition.split(leaf, other, table, split.feature(), split.rule());
        totals[other] = totals[leaf] - split.left();
        totals[leaf] = split.left();
        extraL2[leaf] = split.extraL2();
        extraL2[other] = split.extraL2();
        histograms.sumChildren(leaf, other);
      }
    }
  }
}
