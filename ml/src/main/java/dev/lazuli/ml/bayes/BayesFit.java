package dev.lazuli.ml.bayes;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Learns naive Bayes classifiers, with the estimates of scikit-learn's `GaussianNB`,
/// `BernoulliNB`, `MultinomialNB` and `ComplementNB`.
///
/// A category is learned as by `CategoricalNB` beside Gaussian numbers, and as one 0/1 number for
/// each code in the other kinds.
public final class BayesFit {
  private final TrainingRows training;
  private final BayesSettings settings;
  private final StopSignal stop;
  private final int k;
  private final double[] classWeights;

  private BayesFit(TrainingRows training, BayesSettings settings, StopSignal stop) {
    this.training = training;
    this.settings = settings;
    this.stop = stop;
    k = settings.classes();
    classWeights = new double[k];
    for (int i = 0; i < training.size(); i++) {
      classWeights[training.classOf(i)] += training.weight(i);
    }
  }

  /// A model of these rows.
  ///
  /// @param target one value for each row of the table: a class from 0 on
  /// @param weights one for each row of the table; null gives all rows the weight 1
  /// @throws InvalidInput when a number is negative that may not be
  /// @throws StopSignal.Stopped when the work was told to end
  public static BayesModel fit(
      FeatureTable table,
      int[] rows,
      double[] target,
      double @Nullable [] weights,
      BayesSettings settings,
      StopSignal stop) {
    TrainingRows training =
        TrainingRows.of(table, rows, target, weights).requireClasses(settings.classes());
    return new BayesFit(training, settings, stop).run();
  }

  private BayesModel run() {
    double[] priors = new double[k];
    for (int c = 0; c < k; c++) {
      // A class without rows keeps a finite, very small share: its terms are finite too.
      priors[c] = Math.log(Math.max(classWeights[c], 1e-300) / training.weightSum());
    }
    List<Feature> features = training.table().features();
    return switch (settings.kind()) {
      case GAUSSIAN -> {
        double floor = settings.varianceShare() * greatestVariance(features);
        List<BayesTerm> terms = new ArrayList<>();
        for (Feature feature : features) {
          stop.check();
          terms.add(
              switch (feature) {
                case Feature.Numeric numeric -> normal(numeric, floor);
                case Feature.Categorical category -> codes(category);
              });
        }
        yield new BayesModel(priors, terms);
      }
      case BERNOULLI -> {
        List<BayesTerm> terms = new ArrayList<>();
        for (Feature feature : features) {
          stop.check();
          terms.add(
              switch (feature) {
                case Feature.Numeric numeric -> presence(numeric);
                case Feature.Categorical category -> presences(category);
              });
        }
        yield new BayesModel(priors, terms);
      }
      case MULTINOMIAL -> new BayesModel(priors, new BayesCounts(training, settings, stop).terms());
      case COMPLEMENT ->
          new BayesModel(new double[k], new BayesCounts(training, settings, stop).terms());
    };
  }

  private double greatestVariance(List<Feature> features) {
    double greatest = 0;
    for (Feature feature : features) {
      if (feature instanceof Feature.Numeric numeric) {
        double[] moments = new double[3];
        moments(numeric, -1, moments);
        greatest = Math.max(greatest, moments[2]);
      }
    }
    return greatest;
  }

  /// The weight, mean and variance of a feature's present values.
  ///
  /// @param group the class to look at; -1 for all
  private void moments(Feature.Numeric feature, int group, double[] moments) {
    double weights = 0;
    double sum = 0;
    for (int i = 0; i < training.size(); i++) {
      double value = feature.value(training.rows()[i]);
      if (Double.isFinite(value) && (group < 0 || training.classOf(i) == group)) {
        weights += training.weight(i);
        sum += training.weight(i) * value;
      }
    }
    double mean = weights > 0 ? sum / weights : 0;
    double squares = 0;
    for (int i = 0; i < training.size(); i++) {
      double value = feature.value(training.rows()[i]);
      if (Double.isFinite(value) && (group < 0 || training.classOf(i) == group)) {
        squares += training.weight(i) * (value - mean) * (value - mean);
      }
    }
    moments[0] = weights;
    moments[1] = mean;
    moments[2] = weights > 0 ? squares / weights : 0;
  }

  private BayesTerm normal(Feature.Numeric feature, double floor) {
    double[] numbers = new double[3 * k];
    double[] all = new double[3];
    moments(feature, -1, all);
    double[] own = new double[3];
    for (int c = 0; c < k; c++) {
      moments(feature, c, own);
      double[] used = own[0] > 0 ? own : all;
      double variance = Math.max(used[2] + floor, Double.MIN_NORMAL);
      numbers[3 * c] = used[1];
      numbers[3 * c + 1] = -1 / (2 * variance);
      numbers[3 * c + 2] = -Math.log(2 * Math.PI * variance) / 2;
    }
    return new BayesTerm.Normal(numbers);
  }

  /// The weight of each code in each class; codes x classes.
  private double[] codeWeights(Feature.Categorical feature) {
    double[] sums = new double[feature.cardinality() * k];
    for (int i = 0; i < training.size(); i++) {
      int code = feature.code(training.rows()[i]);
      if (code >= 0) {
        sums[code * k + training.classOf(i)] += training.weight(i);
      }
    }
    return sums;
  }

  private double[] present(double[] codeWeights) {
    double[] present = new double[k];
    for (int i = 0; i < codeWeights.length; i++) {
      present[i % k] += codeWeights[i];
    }
    return present;
  }

  private BayesTerm codes(Feature.Categorical feature) {
    double[] numbers = codeWeights(feature);
    double[] present = present(numbers);
    for (int i = 0; i < numbers.length; i++) {
      double all = present[i % k] + settings.alpha() * feature.cardinality();
      numbers[i] = Math.log((numbers[i] + settings.alpha()) / all);
    }
    return new BayesTerm.Codes(numbers);
  }

  private BayesTerm presence(Feature.Numeric feature) {
    double[] on = new double[k];
    double[] all = new double[k];
    for (int i = 0; i < training.size(); i++) {
      double value = feature.value(training.rows()[i]);
      if (!Double.isNaN(value)) {
        all[training.classOf(i)] += training.weight(i);
        on[training.classOf(i)] += value > settings.threshold() ? training.weight(i) : 0;
      }
    }
    double[] numbers = new double[1 + 2 * k];
    numbers[0] = settings.threshold();
    for (int c = 0; c < k; c++) {
      numbers[1 + 2 * c] = Math.log(1 - share(on[c], all[c]));
      numbers[2 + 2 * c] = Math.log(share(on[c], all[c]));
    }
    return new BayesTerm.Presence(numbers);
  }

  private double share(double on, double all) {
    return (on + settings.alpha()) / (all + 2 * settings.alpha());
  }

  /// One 0/1 number for each code, of which one is 1.
  private BayesTerm presences(Feature.Categorical feature) {
    double[] on = codeWeights(feature);
    double[] all = present(on);
    double[] off = new double[k];
    for (int i = 0; i < on.length; i++) {
      off[i % k] += Math.log(1 - share(on[i], all[i % k]));
    }
    double[] numbers = new double[on.length];
    for (int i = 0; i < on.length; i++) {
      double share = share(on[i], all[i % k]);
      numbers[i] = off[i % k] - Math.log(1 - share) + Math.log(share);
    }
    return new BayesTerm.Codes(numbers);
  }
}
