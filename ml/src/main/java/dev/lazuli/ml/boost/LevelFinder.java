package dev.lazuli.ml.boost;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds the condition that splits all leaves of a level best, from their histograms.
///
/// Categories are sorted by gradient over hessian of all leaves together. One finder is used by one
/// thread at a time.
final class LevelFinder {
  private final BoostSettings settings;
  private final HistogramPool histograms;
  private final Partition partition;
  private final long[] totals;

  /// The packed sum of each leaf that goes left so far.
  private final long[] left;

  private final double[] parents;
  private final long[] hessianMin;
  private final int[] order = new int[256];
  private final double[] keys = new double[256];
  private int leaves;
  private double gradientUnit = 1;
  private double hessianUnit = 1;

  // the best split of the feature so far
  private double best;
  private Split.@Nullable Rule bestRule;

  LevelFinder(
      BoostSettings settings, HistogramPool histograms, Partition partition, long[] totals) {
    this.settings = settings;
    this.histograms = histograms;
    this.partition = partition;
    this.totals = totals;
    left = new long[totals.length];
    parents = new double[totals.length];
    hessianMin = new long[totals.length];
  }

  void useUnits(PackedGradients gradients) {
    gradientUnit = gradients.gradientUnit();
    hessianUnit = gradients.hessianUnit();
  }

  /// Looks at the leaves `[0, count)` from here on.
  void useLeaves(int count) {
    leaves = count;
    for (int leaf = 0; leaf < count; leaf++) {
      parents[leaf] = gain(totals[leaf], settings.l2());
      double perRow = (double) PackedGradients.hessian(totals[leaf]) / partition.count(leaf);
      double least =
          Math.max(
              settings.minHessianInLeaf() / hessianUnit, (settings.minRowsInLeaf() - 0.5) * perRow);
      hessianMin[leaf] = Math.max(1, (long) Math.ceil(least));
    }
  }

  /// The best split of the level on a feature, or null when none gains; its sums are of no leaf.
  @Nullable Split find(int feature, Bins bins, long seed) {
    best = 0;
    bestRule = null;
    double extra = 0;
    if (!bins.isCategorical()) {
      numeric(feature, bins.count(), seed);
    } else if (bins.count() <= settings.categories().oneHotMax()) {
      for (int b = 0; b < bins.count(); b++) {
        Arrays.fill(left, 0, leaves, 0);
        add(feature, b);
        offer(new Split.AnyOf(BinSet.EMPTY.with(b)), 0);
      }
    } else {
      extra = settings.categories().l2();
      sorted(feature, bins.count(), extra);
    }
    return bestRule == null ? null : new Split(best, feature, bestRule, 0, extra);
  }

  private void numeric(int feature, int bins, long seed) {
    int only =
        settings.extraTrees() && bins > 1
            ? (int) Long.remainderUnsigned(SplitFinder.mix(seed + feature), bins - 1)
            : -1;
    boolean missing = false;
    for (int leaf = 0; leaf < leaves && !missing; leaf++) {
      missing = histograms.of(leaf)[(feature << 8) + Bins.MISSING] != 0;
    }
    scan(feature, missing ? bins : bins - 1, only, false);
    if (missing) {
      scan(feature, bins - 1, only, true);
    }
  }

  private void scan(int feature, int end, int only, boolean missingLeft) {
    Arrays.fill(left, 0, leaves, 0);
    if (missingLeft) {
      add(feature, Bins.MISSING);
    }
    for (int b = 0; b < end; b++) {
      add(feature, b);
      if (only < 0 || b == only) {
        offer(new Split.UpTo(b, missingLeft), 0);
      }
    }
  }

  private void sorted(int feature, int bins, double extra) {
    double smooth = settings.categories().smooth();
    int used = 0;
    for (int b = 0; b < bins; b++) {
      double gradient = 0;
      double hessian = 0;
      for (int leaf = 0; leaf < leaves; leaf++) {
        long value = histograms.of(leaf)[(feature << 8) + b];
        gradient += PackedGradients.gradient(value) * gradientUnit;
        hessian += PackedGradients.hessian(value) * hessianUnit;
      }
      if (hessian > 0) {
        keys[b] = gradient / (hessian + smooth);
        order[used++] = b;
      }
    }
    for (int i = 1; i < used; i++) {
      int b = order[i];
      int j = i;
      while (j > 0 && keys[order[j - 1]] > keys[b]) {
        order[j] = order[j - 1];
        j--;
      }
      order[j] = b;
    }
    int ends = Math.min(settings.categories().codesMax(), (used + 1) / 2);
    prefixes(feature, 0, 1, ends, extra);
    prefixes(feature, used - 1, -1, ends, extra);
  }

  private void prefixes(int feature, int start, int step, int ends, double extra) {
    Arrays.fill(left, 0, leaves, 0);
    BinSet set = BinSet.EMPTY;
    for (int i = 0; i < ends; i++) {
      int b = order[start + step * i];
      add(feature, b);
      set = set.with(b);
      offer(new Split.AnyOf(set), extra);
    }
  }

  private void add(int feature, int bin) {
    for (int leaf = 0; leaf < leaves; leaf++) {
      left[leaf] += histograms.of(leaf)[(feature << 8) + bin];
    }
  }

  private void offer(Split.Rule rule, double extra) {
    double sum = 0;
    for (int leaf = 0; leaf < leaves; leaf++) {
      sum += Math.max(0, gainOf(leaf, left[leaf], extra));
    }
    if (sum > best) {
      best = sum;
      bestRule = rule;
    }
  }

  /// What a split gains in one leaf beyond the least gain; negative when it may not be made.
  private double gainOf(int leaf, long goesLeft, double extra) {
    long hessian = PackedGradients.hessian(goesLeft);
    long other = PackedGradients.hessian(totals[leaf]) - hessian;
    if (hessian < hessianMin[leaf] || other < hessianMin[leaf]) {
      return -1;
    }
    double l2 = settings.l2() + extra;
    double both = gain(goesLeft, l2) + gain(totals[leaf] - goesLeft, l2);
    return both - parents[leaf] * (1 + 1e-10) - settings.minGain();
  }

  private double gain(long sum, double l2) {
    double gradient = Math.abs(PackedGradients.gradient(sum) * gradientUnit);
    double above = Math.max(gradient - settings.l1(), 0);
    double hessian = PackedGradients.hessian(sum) * hessianUnit + l2;
    return hessian > 0 ? above * above / hessian : 0;
  }

  /// The part of a level's split in one leaf, or null when the leaf stays whole.
  @Nullable Split ofLeaf(int leaf, Split level) {
    long goesLeft = 0;
    long[] histogram = histograms.of(leaf);
    for (int b = 0; b < 256; b++) {
      if (level.rule().goesLeft(b)) {
        goesLeft += histogram[(level.feature() << 8) + b];
      }
    }
    double gain = gainOf(leaf, goesLeft, level.extraL2());
    return gain > 0
        ? new Split(gain, level.feature(), level.rule(), goesLeft, level.extraL2())
        : null;
  }
}
