package dev.lazuli.ml.boost;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds the best split of a leaf on one feature, from the feature's histogram.
///
/// The gain is that of [LightGBM](https://papers.nips.cc/paper/6907) and
/// [XGBoost](https://arxiv.org/abs/1603.02754): `G^2 / (H + l2)` of both sides less that of the
/// leaf. Categories are sorted by gradient over hessian, as LightGBM does. One finder is used by
/// one thread at a time.
final class SplitFinder {
  private final BoostSettings settings;
  private final long[] order = new long[256];
  private final int[] sorted = new int[256];

  private double gradientUnit = 1;
  private double hessianUnit = 1;

  // the leaf that is looked at
  private long total;
  private long hessianMin;
  private double hessianPerRow;
  private double gainMin;
  private Steps range = Steps.FREE;

  /// Which way the score must go with the feature that is looked at: 1, -1 or 0.
  private int sign;

  /// Whether steps are bounded or must be in order, which takes the slow way.
  private boolean isBound;

  // the best split of the feature so far
  private double best;
  private int bestBin;
  private boolean bestMissingLeft;
  private long bestLeft;

  SplitFinder(BoostSettings settings) {
    this.settings = settings;
  }

  void useUnits(PackedGradients gradients) {
    gradientUnit = gradients.gradientUnit();
    hessianUnit = gradients.hessianUnit();
  }

  /// Looks at the leaf with this packed sum and so many rows from here on.
  ///
  /// @param steps the range of the leaf's step
  void useLeaf(long leafTotal, int rows, Steps steps) {
    total = leafTotal;
    range = steps;
    isBound = !steps.isFree();
    long hessian = PackedGradients.hessian(leafTotal);
    hessianPerRow = (double) hessian / rows;
    double least =
        Math.max(
            settings.minHessianInLeaf() / hessianUnit,
            (settings.minRowsInLeaf() - 0.5) * hessianPerRow);
    hessianMin = Math.max(1, (long) Math.ceil(least));
    double parent = parentGain();
    // the factor keeps rounding from looking like a gain
    gainMin = parent * (1 + 1e-10) + settings.minGain();
  }

  /// The best split on a feature, or null when none gains enough.
  @Nullable Split find(long[] histogram, int feature, Bins bins, long nodeSeed) {
    if (2 * hessianMin > PackedGradients.hessian(total)) {
      return null;
    }
    best = gainMin;
    bestBin = -1;
    int at = feature << 8;
    sign = settings.constraints().sign(feature);
    isBound = sign != 0 || !range.isFree();
    if (bins.isCategorical()) {
      return bins.count() <= settings.categories().oneHotMax()
          ? oneHot(histogram, feature, bins.count())
          : sortedCodes(histogram, feature, bins.count());
    }
    if (settings.extraTrees()) {
      scanOne(histogram, at, bins.count(), mix(nodeSeed + feature));
    } else {
      scanAll(histogram, at, bins.count());
    }
    if (bestBin < 0) {
      return null;
    }
    var rule = new Split.UpTo(bestBin, bestMissingLeft);
    return new Split(best - parentGain(), feature, rule, bestLeft, 0);
  }

  private double parentGain() {
    double l2 = settings.l2();
    return isBound ? gainAt(total, step(total, l2), l2) : sideGain(total, l2);
  }

  private void scanAll(long[] histogram, int at, int bins) {
    long missing = histogram[at + Bins.MISSING];
    if (isBound) {
      boundScan(histogram, at, missing == 0 ? bins - 1 : bins, 0);
    } else {
      scan(histogram, at, missing == 0 ? bins - 1 : bins, 0);
    }
    if (missing == 0) {
      bestMissingLeft = isLargerHalf(bestLeft);
      return;
    }
    double before = best;
    if (isBound) {
      boundScan(histogram, at, bins - 1, missing);
    } else {
      scan(histogram, at, bins - 1, missing);
    }
    bestMissingLeft = best > before;
  }

  private boolean isLargerHalf(long left) {
    return 2 * PackedGradients.hessian(left) > PackedGradients.hessian(total);
  }

  private void boundScan(long[] histogram, int at, int end, long left) {
    for (int b = 0; b < end; b++) {
      left += histogram[at + b];
      offer(left, b, settings.l2());
    }
  }

  /// Tries to cut after each bin in `[0, end)`, with `left` added to the left side.
  private void scan(long[] histogram, int at, int end, long left) {
    int b = at;
    int stop = at + end;
    while (b < stop && PackedGradients.hessian(left + histogram[b]) < hessianMin) {
      left += histogram[b++];
    }
    long leftMax = PackedGradients.hessian(total) - hessianMin;
    double l1 = settings.l1();
    double l2 = settings.l2();
    // whole numbers of units, which doubles hold exactly
    double gradientTotal = PackedGradients.gradient(total);
    double hessianTotal = PackedGradients.hessian(total);
    double found = best;
    int foundAt = -1;
    long foundLeft = 0;
    // bins without rows are tried as well, which costs less than a branch that is hard to foresee
    for (; b < stop; b++) {
      left += histogram[b];
      long hessian = PackedGradients.hessian(left);
      if (hessian > leftMax) {
        break;
      }
      double gradient = PackedGradients.gradient(left);
      double gl = gradient * gradientUnit;
      double gr = (gradientTotal - gradient) * gradientUnit;
      if (l1 > 0) {
        gl = Math.max(Math.abs(gl) - l1, 0);
        gr = Math.max(Math.abs(gr) - l1, 0);
      }
      double hl = hessian * hessianUnit + l2;
      double hr = (hessianTotal - hessian) * hessianUnit + l2;
      double numerator = gl * gl * hr + gr * gr * hl;
      double denominator = hl * hr;
      if (numerator > found * denominator && histogram[b] != 0) {
        found = numerator / denominator;
        foundAt = b;
        foundLeft = left;
      }
    }
    if (foundAt >= 0) {
      best = found;
      bestBin = foundAt - at;
      bestLeft = foundLeft;
    }
  }

  /// Tries one cut between the leaf's lowest and highest bin, drawn by `random`.
  private void scanOne(long[] histogram, int at, int bins, long random) {
    int low = 0;
    while (low < bins && histogram[at + low] == 0) {
      low++;
    }
    int high = bins - 1;
    while (high > low && histogram[at + high] == 0) {
      high--;
    }
    if (low >= high) {
      scanAll(histogram, at, bins); // only missing values can be parted from the rest
      return;
    }
    int bin = low + (int) Long.remainderUnsigned(random, high - low);
    long left = 0;
    for (int b = low; b <= bin; b++) {
      left += histogram[at + b];
    }
    long missing = histogram[at + Bins.MISSING];
    offer(left, bin, settings.l2());
    bestMissingLeft = isLargerHalf(bestLeft);
    if (missing != 0) {
      double before = best;
      offer(left + missing, bin, settings.l2());
      bestMissingLeft = best > before;
    }
  }

  private void offer(long left, int bin, double l2) {
    long hl = PackedGradients.hessian(left);
    long hr = PackedGradients.hessian(total) - hl;
    if (hl < hessianMin || hr < hessianMin) {
      return;
    }
    double gain =
        isBound
            ? boundGain(left, total - left, l2)
            : sideGain(left, l2) + sideGain(total - left, l2);
    if (gain > best) {
      best = gain;
      bestBin = bin;
      bestLeft = left;
    }
  }

  /// The gain of two sides whose steps are bounded; none when they are in the wrong order.
  private double boundGain(long left, long right, double l2) {
    double leftStep = step(left, l2);
    double rightStep = step(right, l2);
    if (sign * (rightStep - leftStep) < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return gainAt(left, leftStep, l2) + gainAt(right, rightStep, l2);
  }

  /// Halfway between the steps of both sides of a split of a leaf.
  ///
  /// @param steps the range of the leaf's step
  double middle(Split split, long leafTotal, Steps steps) {
    range = steps;
    double l2 = settings.l2() + split.extraL2();
    return (step(split.left(), l2) + step(leafTotal - split.left(), l2)) / 2;
  }

  private double step(long sum, double l2) {
    double hessian = PackedGradients.hessian(sum) * hessianUnit + l2;
    return range.clip(hessian > 0 ? -above(sum) / hessian : 0);
  }

  /// The gradient sum, nearer to 0 by the L1 penalty.
  private double above(long sum) {
    double gradient = PackedGradients.gradient(sum) * gradientUnit;
    return Math.copySign(Math.max(Math.abs(gradient) - settings.l1(), 0), gradient);
  }

  /// Twice what the loss falls when the rows of a sum take a step.
  private double gainAt(long sum, double step, double l2) {
    double hessian = PackedGradients.hessian(sum) * hessianUnit + l2;
    return -(2 * above(sum) * step + hessian * step * step);
  }

  private double sideGain(long sum, double l2) {
    double gradient = Math.abs(PackedGradients.gradient(sum) * gradientUnit);
    double above = Math.max(gradient - settings.l1(), 0);
    double hessian = PackedGradients.hessian(sum) * hessianUnit + l2;
    return hessian > 0 ? above * above / hessian : 0;
  }

  private @Nullable Split oneHot(long[] histogram, int feature, int bins) {
    int at = feature << 8;
    for (int b = 0; b < bins; b++) {
      offer(histogram[at + b], b, settings.l2());
    }
    offer(histogram[at + Bins.MISSING], Bins.MISSING, settings.l2());
    if (bestBin < 0) {
      return null;
    }
    return categorical(histogram, feature, bins, BinSet.EMPTY.with(bestBin), 0);
  }

  private @Nullable Split sortedCodes(long[] histogram, int feature, int bins) {
    int at = feature << 8;
    int used = 0;
    double smooth = settings.categories().smooth();
    for (int b = 0; b <= Bins.MISSING; b = b + 1 == bins ? Bins.MISSING : b + 1) {
      long value = histogram[at + b];
      double hessian = PackedGradients.hessian(value);
      if (value != 0 && hessian >= (smooth - 0.5) * hessianPerRow) {
        double gradient = PackedGradients.gradient(value) * gradientUnit;
        double key = gradient / (hessian * hessianUnit + smooth) + 0.0;
        long bits = Double.doubleToRawLongBits(key);
        // whole numbers that order as the keys do, the bin in place of their last 8 bits
        order[used++] = ((bits ^ ((bits >> 63) & Long.MAX_VALUE)) & ~255L) | b;
      }
    }
    Arrays.sort(order, 0, used);
    for (int i = 0; i < used; i++) {
      sorted[i] = (int) (order[i] & 255);
    }
    int ends = Math.min(settings.categories().codesMax(), (used + 1) / 2);
    scanSorted(histogram, at, ends, 0, 1);
    double before = best;
    scanSorted(histogram, at, ends, used - 1, -1);
    boolean fromHigh = best > before;
    if (bestBin < 0) {
      return null;
    }
    BinSet set = BinSet.EMPTY;
    for (int i = 0; i <= bestBin; i++) {
      set = set.with(sorted[fromHigh ? used - 1 - i : i]);
    }
    return categorical(histogram, feature, bins, set, settings.categories().l2());
  }

  private void scanSorted(long[] histogram, int at, int ends, int start, int step) {
    double l2 = settings.l2() + settings.categories().l2();
    double groupMin = (settings.categories().minRowsInGroup() - 0.5) * hessianPerRow;
    long left = 0;
    double group = 0;
    for (int i = 0; i < ends; i++) {
      long value = histogram[at + sorted[start + step * i]];
      left += value;
      group += PackedGradients.hessian(value);
      long hl = PackedGradients.hessian(left);
      long hr = PackedGradients.hessian(total) - hl;
      if (hl < hessianMin) {
        continue;
      }
      if (hr < hessianMin || hr < groupMin) {
        return;
      }
      if (group >= groupMin) {
        group = 0;
        offer(left, i, l2);
      }
    }
  }

  /// The split that parts `set` from the rest; a set with missing values becomes the right side.
  private Split categorical(long[] histogram, int feature, int bins, BinSet set, double extraL2) {
    double gain = best - parentGain();
    if (!set.contains(Bins.MISSING)) {
      return new Split(gain, feature, new Split.AnyOf(set), bestLeft, extraL2);
    }
    BinSet others = BinSet.EMPTY;
    for (int b = 0; b < bins; b++) {
      if (!set.contains(b) && histogram[(feature << 8) + b] != 0) {
        others = others.with(b);
      }
    }
    return new Split(gain, feature, new Split.AnyOf(others), total - bestLeft, extraL2);
  }

  /// A hash with the quality of a random number
  /// ([SplitMix64](https://doi.org/10.1145/2714064.2660195)).
  static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
