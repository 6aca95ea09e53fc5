package dev.lazuli.ml.prepare;

/// Smoothed means of a target by key, each row's own fold left out or all folds in.
///
/// Leaving a row's fold out keeps its own target from leaking into its features; the method is that
/// of [Micci-Barreca, 2001](https://dl.acm.org/doi/10.1145/507533.507538).
final class TargetMeans {
  private final int keys;
  private final int width;
  private final int folds;
  private final double smoothing;
  private final double[] sums;
  private final double[] counts;
  private final double[] prior;

  /// Empty sums.
  ///
  /// @param width target values of a row
  /// @param smoothing rows' worth of the overall mean that is added to each key
  TargetMeans(int keys, int width, int folds, double smoothing) {
    this.keys = keys;
    this.width = width;
    this.folds = folds;
    this.smoothing = smoothing;
    this.sums = new double[folds * keys * width];
    this.counts = new double[folds * keys];
    this.prior = new double[width];
  }

  /// Adds one target of `fold` to a key.
  ///
  /// @param target `width` values from `from` on
  void add(int fold, int key, double[] target, int from) {
    int at = fold * keys + key;
    counts[at]++;
    for (int j = 0; j < width; j++) {
      sums[at * width + j] += target[from + j];
    }
  }

  /// Sets the overall mean that keys are drawn to.
  void setPrior(int output, double mean) {
    prior[output] = mean;
  }

  double count(int key) {
    double count = 0;
    for (int fold = 0; fold < folds; fold++) {
      count += counts[fold * keys + key];
    }
    return count;
  }

  /// The smoothed means of a key, with one fold left out.
  ///
  /// @param without the fold, or -1 for none
  void means(int key, int without, double[] out, int first) {
    double count = 0;
    for (int fold = 0; fold < folds; fold++) {
      count += fold == without ? 0 : counts[fold * keys + key];
    }
    for (int j = 0; j < width; j++) {
      double sum = 0;
      for (int fold = 0; fold < folds; fold++) {
        sum += fold == without ? 0 : sums[(fold * keys + key) * width + j];
      }
      out[first + j] = (sum + smoothing * prior[j]) / (count + smoothing);
    }
  }
}
