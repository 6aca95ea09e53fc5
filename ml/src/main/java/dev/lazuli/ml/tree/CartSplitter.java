package dev.lazuli.ml.tree;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.design.TrainingRows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the best split of a node, over all features and thresholds.
///
/// Each numeric feature has its own order of rows, sorted once; the rows of a node lie together in
/// every order. Missing values come last in their order and are tried on both sides, as in
/// scikit-learn.
final class CartSplitter {
  /// Part of the root's impurity that is no more than rounding.
  private static final double ROUNDING = 1e-12;

  private static final long[] NO_CODES = {};

  private final TrainingRows training;
  private final CartSettings settings;
  private final StopSignal stop;
  private final int targets;
  private final double center;
  private final double[][] columns;
  private final int[][] orders;
  private final boolean[] goesLeft;
  private final int[] moved;
  private final CartSums left;
  private final CartSums right;
  private final CartSums missing;
  private final double rounding;
  private @Nullable CartSplit best;

  CartSplitter(TrainingRows training, CartSettings settings, StopSignal stop) {
    this.training = training;
    this.settings = settings;
    this.stop = stop;
    int n = training.size();
    targets = Math.max(1, settings.classes());
    goesLeft = new boolean[n];
    moved = new int[n];
    left = sums();
    right = sums();
    missing = sums();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += training.weight(i) * training.target(i);
    }
    center = settings.classes() == 0 ? sum / training.weightSum() : 0;
    List<Feature> features = training.table().features();
    orders = new int[features.size()][];
    columns = new double[features.size()][];
    for (int f = 0; f < orders.length; f++) {
      stop.check();
      columns[f] = column(features.get(f));
      orders[f] =
          features.get(f) instanceof Feature.Categorical
              ? IntStream.range(0, n).toArray()
              : order(columns[f]);
    }
    rounding = ROUNDING * sums(0, n).impurity();
  }

  private CartSums sums() {
    return new CartSums(settings.criterion(), targets);
  }

  /// The values of a feature, a row's after the other's.
  private double[] column(Feature feature) {
    double[] column = new double[training.size()];
    Arrays.setAll(column, row -> feature.value(training.rows()[row]));
    return column;
  }

  /// The rows by their value, equal ones as they come.
  private static int[] order(double[] column) {
    double[] values = column.clone();
    Arrays.sort(values);
    int[] starts = new int[values.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (i == 0 || Double.compare(values[i], values[i - 1]) != 0) {
        values[count] = values[i];
        starts[count++] = i;
      }
    }
    int[] order = new int[values.length];
    for (int row = 0; row < column.length; row++) {
      order[starts[Arrays.binarySearch(values, 0, count, column[row])]++] = row;
    }
    return order;
  }

  /// What the rows of a leaf get: the mean of their numbers, or the share of a class.
  double value(CartNode leaf, int output) {
    if (settings.classes() > 0) {
      return leaf.sums().mean(output);
    }
    double sum = 0;
    for (int at = leaf.from(); at < leaf.to(); at++) {
      sum += training.weight(orders[0][at]) * training.target(orders[0][at]);
    }
    return leaf.sums().weight() > 0 ? sum / leaf.sums().weight() : center;
  }

  CartNode root() {
    int n = training.size();
    return new CartNode(0, n, 0, sums(0, n));
  }

  private CartSums sums(int from, int to) {
    CartSums sums = sums();
    for (int at = from; at < to; at++) {
      add(sums, orders[0][at]);
    }
    return sums;
  }

  private void add(CartSums sums, int row) {
    if (settings.classes() == 0) {
      sums.add(0, training.weight(row), training.target(row) - center);
    } else {
      sums.add(training.classOf(row), training.weight(row), 1);
    }
  }

  /// Looks for the best split of a node; null when it has to stay a leaf.
  @Nullable CartSplit find(CartNode node) {
    best = null;
    boolean isLeaf =
        node.rows() < settings.rowsToSplit()
            || (settings.depthMax() > 0 && node.depth() >= settings.depthMax())
            || node.sums().impurity() <= rounding;
    if (isLeaf) {
      return null;
    }
    for (int f = 0; f < orders.length; f++) {
      stop.check();
      switch (training.table().features().get(f)) {
        case Feature.Numeric _ -> tryThresholds(node, f);
        case Feature.Categorical category -> tryCodes(node, f, category.cardinality());
      }
    }
    return best;
  }

  private void tryThresholds(CartNode node, int f) {
    int[] order = orders[f];
    double[] column = columns[f];
    int end = node.to();
    missing.clear();
    while (end > node.from() && Double.isNaN(column[order[end - 1]])) {
      end--;
      add(missing, order[end]);
    }
    if (end == node.from()) {
      return;
    }
    boolean hasMissing = missing.rows() > 0;
    left.clear();
    for (int at = node.from(); at < end - 1; at++) {
      add(left, order[at]);
      double here = column[order[at]];
      double next = column[order[at + 1]];
      if (here < next) {
        double middle = here / 2 + next / 2;
        double threshold = middle >= here && middle < next ? middle : here;
        boolean isLeftLarger = left.rows() * 2 > node.rows();
        consider(node, f, threshold, !hasMissing && isLeftLarger, NO_CODES);
        if (hasMissing) {
          considerWithMissing(node, f, threshold);
        }
      }
    }
    if (hasMissing) {
      add(left, order[end - 1]);
      consider(node, f, Double.MAX_VALUE, false, NO_CODES);
    }
  }

  private void considerWithMissing(CartNode node, int f, double threshold) {
    right.setRest(node.sums(), left);
    right.setRest(right, missing);
    CartSums both = sums();
    both.addAll(left);
    both.addAll(missing);
    offer(node, f, threshold, true, NO_CODES, both, right);
  }

  /// Tries what stands in [#left] against the rest of the node.
  private void consider(CartNode node, int f, double threshold, boolean missingLeft, long[] codes) {
    right.setRest(node.sums(), left);
    offer(node, f, threshold, missingLeft, codes, left, right);
  }

  private void offer(
      CartNode node,
      int f,
      double threshold,
      boolean missingLeft,
      long[] codes,
      CartSums one,
      CartSums other) {
    if (one.rows() < settings.rowsInLeaf() || other.rows() < settings.rowsInLeaf()) {
      return;
    }
    double gain = one.purity() + other.purity() - node.sums().purity();
    double floor = settings.decreaseMin() * training.weightSum() - rounding;
    if (gain >= floor && (best == null || gain > best.gain())) {
      best = new CartSplit(f, threshold, missingLeft, codes, gain);
    }
  }

  /// Tries the codes in the order of their mean: for numbers and two classes the best set is among
  /// them (Breiman and others, Classification and Regression Trees, 1984, theorem 4.5). For more
  /// classes the order is by the share of the node's greatest class.
  private void tryCodes(CartNode node, int f, int cardinality) {
    List<CartSums> byCode = Stream.generate(this::sums).limit(cardinality).toList();
    for (int at = node.from(); at < node.to(); at++) {
      double code = columns[f][orders[f][at]];
      if (!Double.isNaN(code)) {
        add(byCode.get((int) code), orders[f][at]);
      }
    }
    int target = 0;
    for (int c = 1; c < targets; c++) {
      target = node.sums().mean(c) > node.sums().mean(target) ? c : target;
    }
    int of = target;
    int[] codes =
        IntStream.range(0, cardinality)
            .filter(code -> byCode.get(code).rows() > 0)
            .boxed()
            .sorted((a, b) -> Double.compare(byCode.get(b).mean(of), byCode.get(a).mean(of)))
            .mapToInt(code -> code)
            .toArray();
    left.clear();
    long[] set = new long[(cardinality + 63) / 64];
    for (int code : codes) {
      left.addAll(byCode.get(code));
      set[code >> 6] |= 1L << code;
      consider(node, f, Double.NaN, false, set.clone());
    }
  }

  /// Gives a node its children by its split.
  void part(CartNode node, CartSplit split) {
    int count = 0;
    for (int at = node.from(); at < node.to(); at++) {
      int row = orders[0][at];
      goesLeft[row] = split.goesLeft(columns[split.feature()][row]);
      count += goesLeft[row] ? 1 : 0;
    }
    for (int[] order : orders) {
      int low = node.from();
      int high = node.from() + count;
      for (int at = node.from(); at < node.to(); at++) {
        moved[goesLeft[order[at]] ? low++ : high++] = order[at];
      }
      System.arraycopy(moved, node.from(), order, node.from(), node.rows());
    }
    int middle = node.from() + count;
    node.grow(
        new CartNode(node.from(), middle, node.depth() + 1, sums(node.from(), middle)),
        new CartNode(middle, node.to(), node.depth() + 1, sums(middle, node.to())));
  }
}
