package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The histograms of a growing tree's leaves.
///
/// Only the smaller child of a split has its histogram summed; the larger one's is the parent's
/// less that. Histograms take at most [#BYTES_MAX]: when they would need more, the leaf that gains
/// least loses its own and both its children are summed if its turn comes.
final class HistogramPool {
  static final long BYTES_MAX = 256L << 20;

  /// Updates of a histogram between two looks at the stop signal.
  private static final int UPDATES_PER_CHECK = 1 << 20;

  /// From so many rows a thread on, a histogram of its own costs less than reading the rows that
  /// other threads read too.
  private static final int ROWS_PER_THREAD_MIN = 1 << 13;

  private final int features;
  private final StopSignal stop;
  private final Workers workers;
  private final Partition partition;
  private final Histograms sums;
  private final int histogramsMax;
  private final ArrayDeque<long[]> free = new ArrayDeque<>();
  private int histogramsMade;
  private final long[] @Nullable [] histograms;

  /// What splitting each leaf gains; NaN for leaves that must keep their histogram.
  private final double[] gains;

  private final int[] fetched;

  /// The histogram of each thread for rows of a leaf that several threads share.
  private final long[] @Nullable [] owns;

  // the tree that is grown
  private FeatureDraw drawn;
  private long[] packed = {};

  HistogramPool(
      BinnedTable table,
      BoostSettings settings,
      Partition partition,
      Workers workers,
      StopSignal stop) {
    this.partition = partition;
    this.workers = workers;
    this.stop = stop;
    features = table.features();
    sums = new Histograms(table);
    histogramsMax = histogramsMax(features, settings);
    histograms = new long[settings.leavesMax()][];
    gains = new double[settings.leavesMax()];
    fetched = new int[workers.threads()];
    owns = new long[workers.threads()][];
    drawn = FeatureDraw.all(features);
  }

  /// How many histograms there may be at once.
  static int histogramsMax(int features, BoostSettings settings) {
    long each = (8L * features) << 8;
    int leaves = Math.max(3, settings.leavesMax());
    return switch (settings.growth()) {
      case LEAF_WISE, DEPTH_WISE -> Math.clamp(BYTES_MAX / each, 3, leaves);
      case OBLIVIOUS -> leaves;
    };
  }

  void start(FeatureDraw features, long[] packedGradients) {
    drawn = features;
    packed = packedGradients;
    Arrays.fill(gains, Double.NaN);
  }

  /// The histogram of a leaf that has one.
  long[] of(int leaf) {
    return Objects.requireNonNull(histograms[leaf]);
  }

  /// A leaf whose splitting gains little may lose its histogram first.
  void gains(int leaf, double gain) {
    gains[leaf] = gain;
  }

  void sum(int leaf) {
    histograms[leaf] = summed(leaf, take(-1));
  }

  /// Makes the histograms of both parts of a leaf that was split.
  void sumChildren(int leaf, int other) {
    int small = partition.count(leaf) <= partition.count(other) ? leaf : other;
    int large = small == leaf ? other : leaf;
    long[] parent = histograms[leaf];
    histograms[leaf] = null;
    histograms[other] = null;
    gains[leaf] = Double.NaN;
    gains[other] = Double.NaN;
    if (parent == null) {
      histograms[small] = summed(small, take(large));
      histograms[large] = summed(large, take(small));
      return;
    }
    long[] of = summed(small, take(leaf));
    int count = drawn.count();
    int parts = workers.parts((long) count << 8, count);
    workers.each(
        parts,
        part -> {
          int last = Workers.begin(count, part + 1, parts);
          for (int j = Workers.begin(count, part, parts); j < last; j++) {
            int at = drawn.feature(j) << 8;
            for (int b = at; b < at + 256; b++) {
              parent[b] -= of[b];
            }
          }
        });
    histograms[small] = of;
    histograms[large] = parent;
  }

  void release(int leaf) {
    long[] histogram = histograms[leaf];
    if (histogram != null) {
      free.add(histogram);
      histograms[leaf] = null;
    }
  }

  /// A histogram to fill, taken from the leaf that gains least when there is none left.
  ///
  /// @param kept a leaf that keeps its own
  private long[] take(int kept) {
    long[] histogram = free.poll();
    if (histogram == null && histogramsMade >= histogramsMax) {
      int least = -1;
      for (int leaf = 0; leaf < histograms.length; leaf++) {
        if (leaf != kept
            && histograms[leaf] != null
            && !Double.isNaN(gains[leaf])
            && (least < 0 || gains[leaf] < gains[least])) {
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
      return new long[features << 8];
    }
    Arrays.fill(histogram, 0);
    return histogram;
  }

  private long[] summed(int leaf, long[] histogram) {
    int count = drawn.count();
    int begin = partition.begin(leaf);
    int rows = partition.count(leaf);
    int byRows = workers.parts((long) count * rows, rows / ROWS_PER_THREAD_MIN);
    if (byRows > 1) {
      workers.each(
          byRows,
          part -> {
            int from = begin + Workers.begin(rows, part, byRows);
            int to = begin + Workers.begin(rows, part + 1, byRows);
            fetched[part] += add(part == 0 ? histogram : own(part), 0, count, from, to);
          });
      merge(histogram, byRows);
      return histogram;
    }
    int byFeatures = workers.parts((long) count * rows, count);
    workers.each(
        byFeatures,
        part -> {
          int first = Workers.begin(count, part, byFeatures);
          int end = Workers.begin(count, part + 1, byFeatures);
          fetched[part] += add(histogram, first, end, begin, begin + rows);
        });
    return histogram;
  }

  private int add(long[] histogram, int first, int end, int begin, int rowsEnd) {
    int step = Math.max(1, UPDATES_PER_CHECK / (end - first));
    int fetches = 0;
    for (int from = begin; from < rowsEnd; from += step) {
      stop.check();
      int to = Math.min(rowsEnd, from + step);
      int[] index = partition.index();
      fetches += sums.add(histogram, drawn.features(), first, end, index, from, to, packed);
    }
    return fetches;
  }

  /// The histogram that a thread beside the caller's adds its rows to, empty.
  private long[] own(int part) {
    long[] histogram = owns[part];
    if (histogram == null) {
      histogram = new long[features << 8];
      owns[part] = histogram;
    }
    return histogram;
  }

  /// Adds the histograms of the other threads and empties them.
  private void merge(long[] histogram, int parts) {
    for (int part = 1; part < parts; part++) {
      long[] other = own(part);
      for (int b = 0; b < other.length; b++) {
        histogram[b] += other[b];
      }
      Arrays.fill(other, 0);
    }
  }
}
