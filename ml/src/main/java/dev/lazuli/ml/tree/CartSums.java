package dev.lazuli.ml.tree;

import dev.lazuli.ml.tree.CartSettings.Criterion;
import java.util.Arrays;

/// Sums of weights and targets over some rows: of the number, or one for each class.
///
/// For squares, rows are the purer the greater `sum_c s_c^2 / w`; for entropy, `sum_c s_c log(s_c /
/// w)`. What a split adds to either is what it takes off the impurity.
final class CartSums {
  private final Criterion criterion;
  private final double[] sums;
  private double squares;
  private double weight;
  private int rows;

  CartSums(Criterion criterion, int targets) {
    this.criterion = criterion;
    this.sums = new double[targets];
  }

  void add(int place, double rowWeight, double value) {
    sums[place] += rowWeight * value;
    squares += rowWeight * value * value;
    weight += rowWeight;
    rows++;
  }

  /// Adds the sums of other rows.
  void addAll(CartSums other) {
    for (int c = 0; c < sums.length; c++) {
      sums[c] += other.sums[c];
    }
    squares += other.squares;
    weight += other.weight;
    rows += other.rows;
  }

  /// Makes these the sums of the rows of `whole` that are not in `part`.
  void setRest(CartSums whole, CartSums part) {
    for (int c = 0; c < sums.length; c++) {
      sums[c] = whole.sums[c] - part.sums[c];
    }
    squares = whole.squares - part.squares;
    weight = whole.weight - part.weight;
    rows = whole.rows - part.rows;
  }

  void clear() {
    Arrays.fill(sums, 0);
    squares = 0;
    weight = 0;
    rows = 0;
  }

  int rows() {
    return rows;
  }

  double weight() {
    return weight;
  }

  /// The mean of the number, or a class's share.
  double mean(int place) {
    return weight > 0 ? sums[place] / weight : 0;
  }

  /// Higher when purer, times the weight.
  double purity() {
    if (!(weight > 0)) {
      return 0;
    }
    double total = 0;
    for (double sum : sums) {
      total +=
          switch (criterion) {
            case SQUARES -> sum * sum / weight;
            case ENTROPY -> sum > 0 ? sum * Math.log(sum / weight) : 0;
          };
    }
    return total;
  }

  /// What is left to lower, times the weight.
  double impurity() {
    return switch (criterion) {
      case SQUARES -> squares - purity();
      case ENTROPY -> -purity();
    };
  }
}
