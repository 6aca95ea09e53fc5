package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Grows one tree at a time, best leaf first, from packed gradients.
///
/// Only the smaller child of a split has its histogram summed; the larger one's is the parent's
/// less that. Histograms take at most [#HISTOGRAM_BYTES_MAX]: when they would need more, the leaf
/// that gains least loses its own and both its children are summed if its turn comes.
final class TreeGrower {
  static final long HISTOGRAM_BYTES_MAX = 256L << 20;

  /// Updates of a histogram between two looks at the stop signal.
  private static final int UPDATES_PER_CHECK = 1 << 20;

  /// Below so many updates, handing work to another thread costs more than it gives.
  private static final int UPDATES_PER_THREAD_MIN = 1 << 16;

  private final BinnedTable table;
  private final BoostSettings settings;
  private final StopSignal stop;
  private final Workers workers;
  private final Partition partition;
  private final Histograms sums;
  private final SplitFinder[] finders;
  private final ArrayDeque<long[]> free = new ArrayDeque<>();
  private final int histogramsMax;
  private int histogramsMade;
  private final long[] @Nullable [] histograms;
  private final @Nullable Split[] best;
  private final long[] totals;
  private final int[] depths;
  private final double[] extraL2;
  private final int[] features;
  private final int[] fetched;

  // the tree that is grown
  private long[] packed = {};
  private int drawn;
  private long treeSeed;

  TreeGrower(
      BinnedTable table, BoostSettings settings, int rowsMax, Workers workers, StopSignal stop) {
    this.table = table;
    this.settings = settings;
    this.stop = stop;
    this.workers = workers;
    int leaves = settings.leavesMax();
    partition = new Partition(rowsMax, leaves);
    sums = new Histograms(table);
    finders = new SplitFinder[workers.threads()];
    Arrays.setAll(finders, i -> new SplitFinder(settings));
    histogramsMax = histogramsMax(table, settings);
    histograms = new long[leaves][];
    best = new Split[leaves];
    totals = new long[leaves];
    depths = new int[leaves];
    extraL2 = new double[leaves];
    features = new int[table.features()];
    fetched = new int[workers.threads()];
  }

  static int histogramsMax(BinnedTable table, BoostSettings settings) {
    long each = (8L * table.features()) << 8;
    return Math.clamp(HISTOGRAM_BYTES_MAX / each, 3, Math.max(3, settings.leavesMax()));
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
    drawn = drawFeatures(random);
    treeSeed = random.nextLong();
    packed = gradients.packed();
    for (SplitFinder finder : finders) {
      finder.useUnits(gradients);
    }
    partition.start(rows, n);
    BinnedTree tree = new BinnedTree(table, settings.leavesMax());
    totals[0] = gradients.sum();
    depths[0] = 0;
    extraL2[0] = 0;
    best[0] = null;
    if (mayBeSplit(0)) {
      histograms[0] = summed(0, take(-1));
      findBest(0, treeSeed);
    }
    while (tree.leaves() < settings.leavesMax()) {
      int leaf = bestLeaf(tree.leaves());
      if (leaf < 0) {
        break;
      }
      splitLeaf(tree, leaf);
    }
    for (int leaf = 0; leaf < tree.leaves(); leaf++) {
      release(leaf);
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

  private void splitLeaf(BinnedTree tree, int leaf) {
    Split split = Objects.requireNonNull(best[leaf]);
    int other = tree.split(leaf, split);
    partition.split(leaf, other, table, split.feature(), split.rule());
    totals[other] = totals[leaf] - split.left();
    totals[leaf] = split.left();
    depths[leaf]++;
    depths[other] = depths[leaf];
    extraL2[leaf] = split.extraL2();
    extraL2[other] = split.extraL2();
    best[leaf] = null;
    best[other] = null;
    histograms[other] = null;
    boolean last = tree.leaves() == settings.leavesMax();
    if (last || (!mayBeSplit(leaf) && !mayBeSplit(other))) {
      release(leaf);
      return;
    }
    sumChildren(leaf, other);
    for (int child : new int[] {leaf, other}) {
      if (mayBeSplit(child)) {
        findBest(child, treeSeed + 2L * other + (child == leaf ? 0 : 1));
      } else {
        release(child);
      }
    }
  }

  private void sumChildren(int leaf, int other) {
    int small = partition.count(leaf) <= partition.count(other) ? leaf : other;
    int large = small == leaf ? other : leaf;
    long[] parent = histograms[leaf];
    histograms[leaf] = null;
    if (parent == null) {
      histograms[small] = summed(small, take(large));
      histograms[large] = summed(large, take(small));
      return;
    }
    long[] of = summed(small, take(leaf));
    int parts = parts((long) drawn << 8);
    workers.each(
        parts,
        part -> {
          for (int j = drawn * part / parts; j < drawn * (part + 1) / parts; j++) {
            int at = features[j] << 8;
            for (int b = at; b < at + 256; b++) {
              parent[b] -= of[b];
            }
          }
        });
    histograms[small] = of;
    histograms[large] = parent;
  }

  private boolean mayBeSplit(int leaf) {
    return partition.count(leaf) >= 2 * settings.minRowsInLeaf()
        && (settings.depthMax() == 0 || depths[leaf] < settings.depthMax());
  }

  /// A histogram to fill, taken from the leaf that gains least when there is none left.
  ///
  /// @param kept a leaf that keeps its own
  private long[] take(int kept) {
    long[] histogram = free.poll();
    if (histogram == null && histogramsMade >= histogramsMax) {
      int least = -1;
      for (int leaf = 0; leaf < histograms.length; leaf++) {
        Split split = best[leaf];
        Split other = least < 0 ? null : best[least];
        if (leaf != kept
            && histograms[leaf] != null
            && split != null
            && (other == null || split.gain() < other.gain())) {
          least = leaf;
        }
      }
      if (least >= 0) {
        release(least);
        histogram = free.poll();
      }
    }
    if (histogram == null) {
      histogramsMade++;
      return new long[table.features() << 8];
    }
    Arrays.fill(histogram, 0);
    return histogram;
  }

  private void release(int leaf) {
    long[] histogram = histograms[leaf];
    if (histogram != null) {
      free.add(histogram);
      histograms[leaf] = null;
    }
  }

  private int parts(long updates) {
    long useful = Math.max(1, updates / UPDATES_PER_THREAD_MIN);
    return (int) Math.min(Math.min(useful, workers.threads()), drawn);
  }

  private long[] summed(int leaf, long[] histogram) {
    int parts = parts((long) drawn * partition.count(leaf));
    workers.each(
        parts,
        part -> {
          int first = drawn * part / parts;
          int end = drawn * (part + 1) / parts;
          int step = Math.max(1, UPDATES_PER_CHECK / (end - first));
          int rowsEnd = partition.end(leaf);
          for (int from = partition.begin(leaf); from < rowsEnd; from += step) {
            stop.check();
            int to = Math.min(rowsEnd, from + step);
            fetched[part] +=
                sums.add(histogram, features, first, end, partition.index(), from, to, packed);
          }
        });
    return histogram;
  }

  private void findBest(int leaf, long nodeSeed) {
    stop.check();
    long[] histogram = Objects.requireNonNull(histograms[leaf]);
    int parts = parts((long) drawn << 8);
    @Nullable Split[] found = new Split[parts];
    workers.each(
        parts,
        part ->
            found[part] =
                findBest(
                    leaf,
                    histogram,
                    drawn * part / parts,
                    drawn * (part + 1) / parts,
                    nodeSeed,
                    finders[part]));
    Split all = null;
    for (Split split : found) {
      if (split != null && (all == null || split.gain() > all.gain())) {
        all = split;
      }
    }
    best[leaf] = all;
    if (all == null) {
      release(leaf);
    }
  }

  private @Nullable Split findBest(
      int leaf, long[] histogram, int first, int end, long nodeSeed, SplitFinder finder) {
    finder.useLeaf(totals[leaf], partition.count(leaf));
    int wanted = (int) Math.ceil(settings.columnFractionPerNode() * drawn);
    int kept = 0;
    Split found = null;
    for (int j = 0; j < end; j++) {
      if (wanted < drawn) {
        // selection sampling keeps exactly `wanted`; every thread draws from the start
        if (random(nodeSeed, j, drawn - j) >= wanted - kept) {
          continue;
        }
        kept++;
      }
      if (j >= first) {
        int f = features[j];
        Split split = finder.find(histogram, f, table.bins(f), SplitFinder.mix(nodeSeed));
        if (split != null && (found == null || split.gain() > found.gain())) {
          found = split;
        }
      }
    }
    return found;
  }

  private static long random(long nodeSeed, int j, int bound) {
    long random = SplitFinder.mix(SplitFinder.mix(nodeSeed) + 0x5bd1e995L * (j + 1));
    return Long.remainderUnsigned(random, bound);
  }
}
