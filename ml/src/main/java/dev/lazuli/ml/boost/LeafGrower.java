package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Grows trees leaf by leaf, the best one first, or level by level.
final class LeafGrower implements Grower {
  private final BinnedTable table;
  private final BoostSettings settings;
  private final StopSignal stop;
  private final Workers workers;
  private final Partition partition;
  private final HistogramPool histograms;
  private final SplitFinder[] finders;
  private final @Nullable Split[] best;
  private final long[] totals;
  private final int[] depths;
  private final double[] extraL2;
  private final Steps[] steps;

  /// The features split on above each leaf.
  private final BitSet[] paths;

  // the tree that is grown
  private FeatureDraw drawn;
  private long treeSeed;

  LeafGrower(
      BinnedTable table, BoostSettings settings, int rowsMax, Workers workers, StopSignal stop) {
    this.table = table;
    this.settings = settings;
    this.stop = stop;
    this.workers = workers;
    int leaves = settings.leavesMax();
    partition = new Partition(rowsMax, leaves, workers, stop);
    histograms = new HistogramPool(table, settings, partition, workers, stop);
    finders = new SplitFinder[workers.threads()];
    Arrays.setAll(finders, i -> new SplitFinder(settings));
    best = new Split[leaves];
    totals = new long[leaves];
    depths = new int[leaves];
    extraL2 = new double[leaves];
    steps = new Steps[leaves];
    paths = new BitSet[leaves];
    drawn = FeatureDraw.all(table.features());
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
    return steps[leaf];
  }

  @Override
  public BinnedTree grow(PackedGradients gradients, int[] rows, int n, SplittableRandom random) {
    drawn = FeatureDraw.of(table.features(), settings, random);
    treeSeed = random.nextLong();
    for (SplitFinder finder : finders) {
      finder.useUnits(gradients);
    }
    partition.start(rows, n);
    histograms.start(drawn, gradients.packed());
    BinnedTree tree = new BinnedTree(table, settings.leavesMax());
    totals[0] = gradients.sum();
    depths[0] = 0;
    extraL2[0] = 0;
    steps[0] = Steps.FREE;
    paths[0] = new BitSet();
    best[0] = null;
    if (mayBeSplit(0)) {
      histograms.sum(0);
      findBest(0, treeSeed);
    }
    while (tree.leaves() < settings.leavesMax()) {
      int leaf = nextLeaf(tree.leaves());
      if (leaf < 0) {
        break;
      }
      splitLeaf(tree, leaf);
    }
    for (int leaf = 0; leaf < tree.leaves(); leaf++) {
      histograms.release(leaf);
    }
    return tree;
  }

  private int nextLeaf(int leaves) {
    boolean byLevel = settings.growth() == Growth.DEPTH_WISE;
    int found = -1;
    double gain = 0;
    for (int leaf = 0; leaf < leaves; leaf++) {
      Split split = best[leaf];
      if (split == null || !(split.gain() > 0)) {
        continue;
      }
      boolean isHigher = byLevel && found >= 0 && depths[leaf] < depths[found];
      boolean isLower = byLevel && found >= 0 && depths[leaf] > depths[found];
      if (isHigher || (!isLower && split.gain() > gain)) {
        gain = split.gain();
        found = leaf;
      }
    }
    return found;
  }

  private void splitLeaf(BinnedTree tree, int leaf) {
    Split split = Objects.requireNonNull(best[leaf]);
    int other = tree.split(leaf, split);
    partition.split(leaf, other, table, split.feature(), split.rule());
    bind(leaf, other, split);
    totals[other] = totals[leaf] - split.left();
    totals[leaf] = split.left();
    depths[leaf]++;
    depths[other] = depths[leaf];
    extraL2[leaf] = split.extraL2();
    extraL2[other] = split.extraL2();
    best[leaf] = null;
    best[other] = null;
    boolean last = tree.leaves() == settings.leavesMax();
    if (last || (!mayBeSplit(leaf) && !mayBeSplit(other))) {
      histograms.release(leaf);
      return;
    }
    histograms.sumChildren(leaf, other);
    for (int child : new int[] {leaf, other}) {
      if (mayBeSplit(child)) {
        findBest(child, treeSeed + 2L * other + (child == leaf ? 0 : 1));
      } else {
        histograms.release(child);
      }
    }
  }

  /// Hands the constraints of a leaf down to both its parts.
  private void bind(int leaf, int other, Split split) {
    BitSet path = paths[leaf];
    if (!path.get(split.feature())) {
      path = (BitSet) path.clone();
      path.set(split.feature());
    }
    paths[leaf] = path;
    paths[other] = path;
    Steps range = steps[leaf];
    int sign = settings.constraints().sign(split.feature());
    double middle = sign == 0 ? 0 : finders[0].middle(split, totals[leaf], range);
    steps[leaf] = range.child(true, middle, sign);
    steps[other] = range.child(false, middle, sign);
  }

  private boolean mayBeSplit(int leaf) {
    return partition.count(leaf) >= 2 * settings.minRowsInLeaf()
        && (settings.depthMax() == 0 || depths[leaf] < settings.depthMax());
  }

  private void findBest(int leaf, long nodeSeed) {
    stop.check();
    long[] histogram = histograms.of(leaf);
    BitSet allowed = settings.constraints().allowed(paths[leaf], table.features());
    int[] candidates = drawn.ofNode(allowed, nodeSeed);
    int parts = workers.parts((long) candidates.length << 8, candidates.length);
    Split all =
        SplitSearch.best(
            workers,
            parts,
            candidates,
            part -> {
              SplitFinder finder = finders[part];
              finder.useLeaf(totals[leaf], partition.count(leaf), steps[leaf]);
              return f -> finder.find(histogram, f, table.bins(f), SplitFinder.mix(nodeSeed));
            });
    best[leaf] = all;
    if (all == null) {
      histograms.release(leaf);
    } else {
      histograms.gains(leaf, all.gain());
    }
  }
}
