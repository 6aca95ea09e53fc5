package dev.lazuli.ml.bayes;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.design.TrainingRows;
import java.util.ArrayList;
import java.util.List;

/// The counts of multinomial and complement naive Bayes, and the terms they give.
final class BayesCounts {
  private final TrainingRows training;
  private final BayesSettings settings;
  private final StopSignal stop;
  private final int k;

  BayesCounts(TrainingRows training, BayesSettings settings, StopSignal stop) {
    this.training = training;
    this.settings = settings;
    this.stop = stop;
    k = settings.classes();
  }

  List<BayesTerm> terms() {
    List<Feature> features = training.table().features();
    List<double[]> scales = new ArrayList<>();
    List<double[]> counts = new ArrayList<>();
    for (Feature feature : features) {
      stop.check();
      double[] scale = scale(feature);
      scales.add(scale);
      counts.add(counts(feature, scale));
    }
    List<double[]> logarithms = logarithms(counts);
    List<BayesTerm> terms = new ArrayList<>();
    for (int f = 0; f < features.size(); f++) {
      double[] own = logarithms.get(f);
      terms.add(
          switch (features.get(f)) {
            case Feature.Categorical _ -> new BayesTerm.Codes(own);
            case Feature.Numeric _ -> {
              double[] numbers = new double[3 + k];
              System.arraycopy(scales.get(f), 0, numbers, 0, 3);
              System.arraycopy(own, 0, numbers, 3, k);
              yield new BayesTerm.Count(numbers);
            }
          });
    }
    return terms;
  }

  /// What is taken off a number, the factor, and whether the result is kept within `[0, 1]`.
  private double[] scale(Feature feature) {
    if (!settings.scaling() || feature instanceof Feature.Categorical) {
      return new double[] {0, 1, 0};
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int row : training.rows()) {
      double value = feature.value(row);
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return high > low ? new double[] {low, 1 / (high - low), 1} : new double[] {0, 0, 1};
  }

  /// Sums over the rows of each class: one for a number, one for each code of a category.
  private double[] counts(Feature feature, double[] scale) {
    boolean category = feature instanceof Feature.Categorical;
    int lines = feature instanceof Feature.Categorical codes ? codes.cardinality() : 1;
    double[] sums = new double[lines * k];
    for (int i = 0; i < training.size(); i++) {
      double value = feature.value(training.rows()[i]);
      if (Double.isNaN(value)) {
        continue;
      }
      if (category) {
        sums[((int) value) * k + training.classOf(i)] += training.weight(i);
        continue;
      }
      double count = BayesTerm.Count.scaled(scale, value);
      if (!(count >= 0) || Double.isInfinite(count)) {
        throw new InvalidInput(
            feature.name(),
            "feature '%s' has %s, counts must not be negative; or scale them"
                .formatted(feature.name(), value));
      }
      sums[training.classOf(i)] += training.weight(i) * count;
    }
    return sums;
  }

  /// What one count adds to each class.
  private List<double[]> logarithms(List<double[]> counts) {
    double alpha = settings.alpha();
    boolean complement = settings.kind() == BayesKind.COMPLEMENT;
    double[] totals = new double[k];
    List<double[]> smooth = new ArrayList<>();
    for (double[] own : counts) {
      double[] line = new double[own.length];
      for (int i = 0; i < own.length; i++) {
        double all = 0;
        for (int c = 0; c < k; c++) {
          all += own[i - i % k + c];
        }
        line[i] = alpha + (complement ? all - own[i] : own[i]);
        totals[i % k] += line[i];
      }
      smooth.add(line);
    }
    for (double[] line : smooth) {
      for (int i = 0; i < line.length; i++) {
        double logarithm = Math.log(line[i] / totals[i % k]);
        line[i] = complement ? -logarithm : logarithm;
      }
    }
    return smooth;
  }
}
