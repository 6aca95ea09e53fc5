package dev.lazuli.ml.model;

import java.util.Arrays;

/// Corrects class probabilities so that they come true as often as they say.
public sealed interface Calibration {
  /// Probabilities are kept this far from 0 and 1 before logarithms are taken.
  double LEAST = 1e-9;

  /// Corrects the probabilities of one row, in place; they sum to 1 again.
  void apply(double[] probabilities);

  /// Leaves probabilities as they are.
  record None() implements Calibration {
    @Override
    public void apply(double[] probabilities) {}
  }

  /// Raises probabilities to a power and scales them to sum to 1, which is [temperature
  /// scaling](https://arxiv.org/abs/1706.04599) with the temperature `1 / power`.
  record Temperature(double power) implements Calibration {
    @Override
    public void apply(double[] probabilities) {
      double sum = 0;
      for (int c = 0; c < probabilities.length; c++) {
        probabilities[c] = Math.exp(power * Math.log(Math.max(probabilities[c], LEAST)));
        sum += probabilities[c];
      }
      for (int c = 0; c < probabilities.length; c++) {
        probabilities[c] /= sum;
      }
    }
  }

  /// A line through the log-odds of the second of two classes
  /// ([Platt](https://citeseerx.ist.psu.edu/doc/10.1.1.41.1639)).
  record Platt(double slope, double shift) implements Calibration {
    @Override
    public void apply(double[] probabilities) {
      double odds = slope * logOdds(probabilities[1]) + shift;
      probabilities[1] = 1 / (1 + Math.exp(-odds));
      probabilities[0] = 1 - probabilities[1];
    }

    /// The log-odds of a probability.
    public static double logOdds(double probability) {
      double kept = Math.min(Math.max(probability, LEAST), 1 - LEAST);
      return Math.log(kept / (1 - kept));
    }
  }

  /// For each class a rising line through points, scaled to sum to 1 ([Zadrozny and
  /// Elkan](https://dl.acm.org/doi/10.1145/775047.775151)).
  final class Isotonic implements Calibration {
    private final int[] counts;
    private final double[] from;
    private final double[] to;

    /// A correction by points, which it owns from here on.
    ///
    /// @param counts number of points of each class, at least 1 each; of the second class alone
    ///   when there are two classes
    /// @param from probabilities before, ascending within each class, class after class
    /// @param to probabilities after, not falling
    public Isotonic(int[] counts, double[] from, double[] to) {
      boolean fits = Arrays.stream(counts).sum() == from.length && from.length == to.length;
      if (!fits || Arrays.stream(counts).anyMatch(count -> count < 1)) {
        throw new IllegalArgumentException("the points of a calibration must fit its classes");
      }
      this.counts = counts;
      this.from = from;
      this.to = to;
    }

    /// Number of points of each class; not a copy: only to read.
    public int[] counts() {
      return counts;
    }

    /// Probabilities before; not a copy: only to read.
    public double[] from() {
      return from;
    }

    /// Probabilities after; not a copy: only to read.
    public double[] to() {
      return to;
    }

    @Override
    public void apply(double[] probabilities) {
      if (counts.length == 1) {
        probabilities[1] = line(probabilities[1], 0, counts[0]);
        probabilities[0] = 1 - probabilities[1];
        return;
      }
      int start = 0;
      double sum = 0;
      for (int c = 0; c < probabilities.length; c++) {
        probabilities[c] = line(probabilities[c], start, start + counts[c]);
        sum += probabilities[c];
        start += counts[c];
      }
      for (int c = 0; c < probabilities.length; c++) {
        probabilities[c] = sum > 0 ? probabilities[c] / sum : 1.0 / probabilities.length;
      }
    }

    private double line(double value, int start, int end) {
      int place = Arrays.binarySearch(from, start, end, value);
      if (place >= 0) {
        return to[place];
      }
      int next = -place - 1;
      if (next == start) {
        return to[start];
      }
      if (next == end) {
        return to[end - 1];
      }
      double share = (value - from[next - 1]) / (from[next] - from[next - 1]);
      return to[next - 1] + share * (to[next] - to[next - 1]);
    }
  }
}
