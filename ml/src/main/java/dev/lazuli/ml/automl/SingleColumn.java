package dev.lazuli.ml.automl;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.util.Arrays;

/// How much of a target one column tells alone: the column's values fall into bins, whose means or
/// class shares on every other row predict the rows between.
final class SingleColumn {
  private static final int BINS = 64;
  private static final int CODES_MAX = 1000;

  private final int[] bins;
  private final int count;
  private final double[] numbers;

  /// @param numbers the values themselves; empty for texts
  private SingleColumn(int[] bins, int count, double[] numbers) {
    this.bins = bins;
    this.count = count;
    this.numbers = numbers;
  }

  /// The column's values in bins: 0 for missing, then quantiles of numbers or codes of texts.
  static SingleColumn of(Column column) {
    return switch (column) {
      case NumberColumn number -> quantiles(number.values());
      case TextColumn text -> codes(text);
    };
  }

  private static SingleColumn codes(TextColumn text) {
    int count = text.dictionary().size() + 1;
    int[] bins = Arrays.stream(text.codes()).map(code -> code + 1).toArray();
    return count > CODES_MAX
        ? new SingleColumn(new int[bins.length], 1, new double[0])
        : new SingleColumn(bins, count, new double[0]);
  }

  private static SingleColumn quantiles(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    double[] cuts = new double[BINS - 1];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = sorted.length == 0 ? 0 : sorted[(int) ((long) (i + 1) * sorted.length / BINS)];
    }
    double[] distinct = Arrays.stream(cuts).distinct().toArray();
    int[] bins = new int[values.length];
    for (int row = 0; row < values.length; row++) {
      if (!Double.isNaN(values[row])) {
        int place = Arrays.binarySearch(distinct, values[row]);
        bins[row] = 2 + (place < 0 ? -place - 2 : place);
      }
    }
    return new SingleColumn(bins, BINS + 2, values);
  }

  /// Part of a number's variance that the column tells, at most 1; below 0 when it tells nothing.
  double shareOfVariance(double[] y) {
    double binned = shareOfBins(y);
    return numbers.length == 0 ? binned : Math.max(binned, squaredCorrelation(y));
  }

  private double squaredCorrelation(double[] y) {
    double meanX = mean(numbers);
    double meanY = mean(y);
    double both = 0;
    double squaresX = 0;
    double squaresY = 0;
    for (int row = 0; row < y.length; row++) {
      if (!Double.isNaN(numbers[row])) {
        both += (numbers[row] - meanX) * (y[row] - meanY);
        squaresX += (numbers[row] - meanX) * (numbers[row] - meanX);
      }
      squaresY += (y[row] - meanY) * (y[row] - meanY);
    }
    return squaresX > 0 && squaresY > 0 ? both * both / squaresX / squaresY : 0;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(0);
  }

  private double shareOfBins(double[] y) {
    double[] sums = new double[count];
    double[] rows = new double[count];
    double sum = 0;
    double seen = 0;
    for (int row = 0; row < y.length; row += 2) {
      sums[bins[row]] += y[row];
      rows[bins[row]]++;
      sum += y[row];
      seen++;
    }
    double mean = sum / seen;
    double off = 0;
    double all = 0;
    for (int row = 1; row < y.length; row += 2) {
      double predicted = (sums[bins[row]] + mean) / (rows[bins[row]] + 1);
      off += (y[row] - predicted) * (y[row] - predicted);
      all += (y[row] - mean) * (y[row] - mean);
    }
    return all > 0 ? 1 - off / all : 0;
  }

  /// Mean over the classes of the area under the curve of each against the rest.
  double areaUnderCurve(double[] y, int classes) {
    double sum = 0;
    double weights = 0;
    for (int group = 0; group < classes; group++) {
      double weight = Arrays.stream(y).filter(new OfClass(group)::holds).count();
      double area = area(y, group);
      if (!Double.isNaN(area)) {
        sum += weight * area;
        weights += weight;
      }
    }
    return weights > 0 ? sum / weights : 0.5;
  }

  private record OfClass(int group) {
    boolean holds(double y) {
      return y == group;
    }
  }

  private double area(double[] y, int group) {
    double[] hits = new double[count];
    double[] rows = new double[count];
    for (int row = 0; row < y.length; row += 2) {
      hits[bins[row]] += y[row] == group ? 1 : 0;
      rows[bins[row]]++;
    }
    double[] positives = new double[count];
    double[] negatives = new double[count];
    for (int row = 1; row < y.length; row += 2) {
      (y[row] == group ? positives : negatives)[bins[row]]++;
    }
    Integer[] order = new Integer[count];
    Arrays.setAll(order, bin -> bin);
    double prior = Arrays.stream(hits).sum() / Math.max(1, Arrays.stream(rows).sum());
    double[] shares = new double[count];
    Arrays.setAll(shares, bin -> (hits[bin] + prior) / (rows[bin] + 1));
    Arrays.sort(order, (one, other) -> Double.compare(shares[one], shares[other]));
    double below = 0;
    double wins = 0;
    for (int i = 0; i < count; i++) {
      int bin = order[i];
      wins += positives[bin] * (below + negatives[bin] / 2);
      below += negatives[bin];
    }
    double pairs = Arrays.stream(positives).sum() * below;
    return pairs > 0 ? wins / pairs : Double.NaN;
  }
}
