package dev.lazuli.ml.ensemble;

import dev.lazuli.ml.model.Calibration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Fits corrections of class probabilities to rows that the probabilities were not learned from.
public final class CalibrationFit {
  private static final double POWER_LOG_MAX = 2;
  private static final int STEPS = 40;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final double RIDGE = 1e-6;

  private final double[][] probabilities;
  private final int[] classes;
  private final double[] weights;

  /// A fit to some rows.
  ///
  /// @param probabilities `classes x rows`
  /// @param classes class of each row
  /// @param weights one for each row
  public CalibrationFit(double[][] probabilities, int[] classes, double[] weights) {
    this.probabilities = probabilities;
    this.classes = classes;
    this.weights = weights;
  }

  /// Mean weighted log loss of a correction over the rows.
  public double logLoss(Calibration calibration) {
    double[] row = new double[probabilities.length];
    double sum = 0;
    double all = 0;
    for (int i = 0; i < classes.length; i++) {
      for (int c = 0; c < row.length; c++) {
        row[c] = probabilities[c][i];
      }
      calibration.apply(row);
      sum -= weights[i] * Math.log(Math.max(row[classes[i]], Calibration.LEAST));
      all += weights[i];
    }
    return sum / all;
  }

  /// The power with the least log loss, by golden section.
  public Calibration.Temperature temperature() {
    double low = -POWER_LOG_MAX;
    double high = POWER_LOG_MAX;
    double one = high - GOLDEN * (high - low);
    double other = low + GOLDEN * (high - low);
    double lossOne = logLoss(new Calibration.Temperature(Math.exp(one)));
    double lossOther = logLoss(new Calibration.Temperature(Math.exp(other)));
    for (int step = 0; step < STEPS && high - low > 1e-3; step++) {
      if (lossOne < lossOther) {
        high = other;
        other = one;
        lossOther = lossOne;
        one = high - GOLDEN * (high - low);
        lossOne = logLoss(new Calibration.Temperature(Math.exp(one)));
      } else {
        low = one;
        one = other;
        lossOne = lossOther;
        other = low + GOLDEN * (high - low);
        lossOther = logLoss(new Calibration.Temperature(Math.exp(other)));
      }
    }
    return new Calibration.Temperature(Math.exp((low + high) / 2));
  }

  /// The line through the log-odds with the least log loss, by Newton steps; for two classes.
  public Calibration.Platt platt() {
    double slope = 1;
    double shift = 0;
    for (int step = 0; step < STEPS; step++) {
      double[] sums = new double[5];
      for (int i = 0; i < classes.length; i++) {
        double x = Calibration.Platt.logOdds(probabilities[1][i]);
        double p = 1 / (1 + Math.exp(-(slope * x + shift)));
        double error = weights[i] * (p - classes[i]);
        double curve = weights[i] * Math.max(p * (1 - p), 1e-9);
        sums[0] += error * x;
        sums[1] += error;
        sums[2] += curve * x * x;
        sums[3] += curve * x;
        sums[4] += curve;
      }
      double a = sums[2] + RIDGE;
      double c = sums[4] + RIDGE;
      double determinant = a * c - sums[3] * sums[3];
      if (!(determinant > 0)) {
        break;
      }
      double slopeStep = (c * sums[0] - sums[3] * sums[1]) / determinant;
      double shiftStep = (a * sums[1] - sums[3] * sums[0]) / determinant;
      double largest = Math.max(1, Math.max(Math.abs(slopeStep), Math.abs(shiftStep)));
      slope -= slopeStep / largest;
      shift -= shiftStep / largest;
      if (Math.abs(slopeStep) + Math.abs(shiftStep) < 1e-9) {
        break;
      }
    }
    return new Calibration.Platt(Math.max(slope, 1e-3), shift);
  }

  /// For each class a line that rises through what came true: neighbours that fall are pooled
  /// ([Ayer et al., 1955](https://doi.org/10.1214/aoms/1177728423)), and the line joins the centres
  /// of the pools ([Oron and Flournoy, 2017](https://doi.org/10.1080/19466315.2017.1286256)), so
  /// that probabilities which differed still differ.
  public Calibration.Isotonic isotonic() {
    int k = probabilities.length;
    int first = k == 2 ? 1 : 0;
    int[] counts = new int[k - first];
    double[] from = new double[0];
    double[] to = new double[0];
    for (int c = first; c < k; c++) {
      double[][] points = points(c);
      counts[c - first] = points[0].length;
      from = joined(from, points[0]);
      to = joined(to, points[1]);
    }
    return new Calibration.Isotonic(counts, from, to);
  }

  /// The centres of a class's pools and the ends of the line: probabilities before and after.
  private double[][] points(int group) {
    double[] values = probabilities[group];
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] hits = new double[order.length];
    double[] rows = new double[order.length];
    double[] sums = new double[order.length];
    int count = 0;
    double last = Double.NaN;
    for (int i : order) {
      count += values[i] == last ? 0 : 1;
      last = values[i];
      hits[count - 1] += classes[i] == group ? weights[i] : 0;
      rows[count - 1] += weights[i];
      sums[count - 1] += weights[i] * values[i];
    }
    int pools = 0;
    for (int next = 0; next < count; next++) {
      hits[pools] = hits[next];
      rows[pools] = rows[next];
      sums[pools] = sums[next];
      while (pools > 0 && hits[pools - 1] * rows[pools] >= hits[pools] * rows[pools - 1]) {
        pools--;
        hits[pools] += hits[pools + 1];
        rows[pools] += rows[pools + 1];
        sums[pools] += sums[pools + 1];
      }
      pools++;
    }
    return line(pools, sums, hits, rows);
  }

  /// The points of a line that rises everywhere from 0 to 1.
  private static double[][] line(int pools, double[] sums, double[] hits, double[] rows) {
    double[] from = new double[pools + 2];
    double[] to = new double[pools + 2];
    int count = 1;
    double all = Arrays.stream(rows, 0, pools).sum();
    double prior = Arrays.stream(hits, 0, pools).sum() / all;
    for (int pool = 0; pool < pools; pool++) {
      double centre = sums[pool] / rows[pool];
      double value = (hits[pool] + prior) / (rows[pool] + 1);
      if (centre > from[count - 1] && centre < 1 && value > to[count - 1]) {
        from[count] = centre;
        to[count++] = value;
      }
    }
    to[0] = to[Math.min(1, count - 1)] / 2;
    from[count] = 1;
    to[count] = (1 + to[count - 1]) / 2;
    return new double[][] {Arrays.copyOf(from, count + 1), Arrays.copyOf(to, count + 1)};
  }

  private static double[] joined(double[] first, double[] second) {
    double[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
