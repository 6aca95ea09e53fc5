package dev.lazuli.ml.automl;

import dev.lazuli.ml.ensemble.GreedyEnsemble;
import dev.lazuli.ml.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The splits by which all trials are judged, and the metric.
final class Evaluation {
  /// How much a difference of the log loss counts beside the primary metric.
  static final double TIE = 1e-6;

  private final List<Split> splits;
  private final Metrics metrics;
  private final double[] y;
  private final double @Nullable [] weights;
  private final int[] rows;
  private final int[] placeOf;
  private final SplitPlan splitting;

  /// @param splitting which rows train and which are judged
  Evaluation(TrainingSet set, Metrics metrics, SplitPlan splitting) {
    this.splitting = splitting;
    this.splits = splitting.splits();
    this.metrics = metrics;
    this.y = set.y();
    this.weights = set.weights();
    boolean[] held = new boolean[y.length];
    for (Split split : splits) {
      for (int row : split.validation()) {
        held[row] = true;
      }
    }
    this.rows = IntStream.range(0, y.length).filter(row -> held[row]).toArray();
    this.placeOf = new int[y.length];
    Arrays.fill(placeOf, -1);
    for (int i = 0; i < rows.length; i++) {
      placeOf[rows[i]] = i;
    }
  }

  List<Split> splits() {
    return splits;
  }

  /// The rule in words.
  String rule() {
    return splitting.rule();
  }

  Metrics metrics() {
    return metrics;
  }

  /// Number of rows that are validated at least once.
  int validatedCount() {
    return rows.length;
  }

  /// The primary metric of predictions for a split's validation rows.
  double foldValue(int split, double[][] predictions) {
    int[] held = splits.get(split).validation();
    return metrics.primary(targets(held), predictions, weights(held));
  }

  /// The primary metric of predictions for the validation rows of any split.
  double value(Split split, double[][] predictions) {
    return metrics.primary(targets(split.validation()), predictions, weights(split.validation()));
  }

  /// The primary metric of each split for predictions of all validated rows.
  double[] foldValues(double[][] validated) {
    return IntStream.range(0, splits.size())
        .mapToDouble(split -> foldValue(split, part(validated, splits.get(split))))
        .toArray();
  }

  /// The primary metric of some validated rows, given by their places; rows may come twice.
  double value(double[][] validated, int[] places) {
    int[] some = Arrays.stream(places).map(place -> rows[place]).toArray();
    return metrics.primary(targets(some), selected(validated, places), weights(some));
  }

  /// The primary metric of each split with classes decided for all validated rows.
  ///
  /// @param decided empty for the most probable classes
  double[] foldValues(double[][] validated, int[] decided) {
    if (decided.length == 0) {
      return foldValues(validated);
    }
    return IntStream.range(0, splits.size())
        .mapToDouble(split -> {
          int[] held = splits.get(split).validation();
          int[] places = places(split);
          return metrics.decided(
              targets(held),
              selected(validated, places),
              weights(held),
              Arrays.stream(places).map(place -> decided[place]).toArray());
        })
        .toArray();
  }

  /// The primary metric of a split for trials mixed by weights.
  double foldValue(int split, List<Trial> trials, double[] weights) {
    double[][][] predictions =
        trials.stream()
            .map(trial -> trial.folds().predictions().get(split))
            .toArray(double[][][]::new);
    return foldValue(split, GreedyEnsemble.mix(predictions, weights));
  }

  /// The mean over splits of the primary metric, turned so that higher is better; what is equal is
  /// told apart by the log loss.
  double score(double[][] validated) {
    boolean[] all = new boolean[splits.size()];
    Arrays.fill(all, true);
    return score(validated, all);
  }

  /// The same over some of the splits.
  double score(double[][] validated, boolean[] judged) {
    double mean =
        IntStream.range(0, splits.size())
            .filter(split -> judged[split])
            .mapToDouble(split -> foldValue(split, part(validated, splits.get(split))))
            .average()
            .orElse(Double.NaN);
    return turned(mean) - TIE * metrics.logLoss(targets(), validated);
  }

  /// The score of predictions of all validated rows and then some others, taken as one set of rows.
  ///
  /// @param share of the others in the weight of all
  ToDoubleFunction<double[][]> pooledScore(int[] others, double share) {
    int[] pooled = IntStream.concat(Arrays.stream(rows), Arrays.stream(others)).toArray();
    double[] all = weights;
    double[] pooledWeights = new double[pooled.length];
    for (int i = 0; i < pooled.length; i++) {
      double part = i < rows.length ? (1 - share) / rows.length : share / others.length;
      pooledWeights[i] = pooled.length * part * (all == null ? 1 : all[pooled[i]]);
    }
    double[] actual = targets(pooled);
    return predictions ->
        turned(metrics.primary(actual, predictions, pooledWeights))
            - TIE * metrics.logLoss(actual, predictions);
  }

  /// Two choices on the folds that time cut in neither.
  PairedFolds paired(Choice one, Choice other) {
    return PairedFolds.of(
        metrics.primary(),
        one.foldValues(),
        other.foldValues(),
        shared(one, other),
        1 / trainPerValidation());
  }

  /// The folds that time cut in neither.
  boolean[] shared(Choice one, Choice other) {
    return FoldFits.shared(
        Stream.concat(one.trials().stream(), other.trials().stream()).map(Trial::folds).toList());
  }

  /// The same with decided classes.
  double decidedScore(double[][] validated, int[] decided) {
    return turned(Arrays.stream(foldValues(validated, decided)).average().orElse(Double.NaN));
  }

  /// The primary metric of some validated rows, given by their places, with decided classes; higher
  /// is better.
  double decidedScore(double[][] some, int[] places, int[] decided) {
    return turned(decidedValue(some, places, decided));
  }

  /// The same as the metric has it.
  double decidedValue(double[][] some, int[] places, int[] decided) {
    int[] of = Arrays.stream(places).map(place -> rows[place]).toArray();
    return metrics.decided(targets(of), some, weights(of), decided);
  }

  private double turned(double value) {
    double score = metrics.higherIsBetter() ? value : -value;
    return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
  }

  /// The values at some places of each output.
  static double[][] selected(double[][] values, int[] places) {
    double[][] selected = new double[values.length][places.length];
    for (int j = 0; j < values.length; j++) {
      for (int i = 0; i < places.length; i++) {
        selected[j][i] = values[j][places[i]];
      }
    }
    return selected;
  }

  private double[][] part(double[][] validated, Split split) {
    if (splits.size() == 1) {
      return validated;
    }
    return selected(
        validated, Arrays.stream(split.validation()).map(row -> placeOf[row]).toArray());
  }

  private double[] targets(int[] some) {
    return Arrays.stream(some).mapToDouble(row -> y[row]).toArray();
  }

  /// Weights of some rows, or null for 1 each.
  private double @Nullable [] weights(int[] some) {
    double[] all = weights;
    return all == null ? null : Arrays.stream(some).mapToDouble(row -> all[row]).toArray();
  }

  /// Targets of all validated rows.
  double[] targets() {
    return targets(rows);
  }

  /// Weights of all validated rows, or null for 1 each.
  double @Nullable [] weights() {
    return weights(rows);
  }

  /// Places of a split's validation rows among all validated rows.
  int[] places(int split) {
    return Arrays.stream(splits.get(split).validation()).map(row -> placeOf[row]).toArray();
  }

  /// All metrics of predictions of all validated rows, by Azure's names.
  Map<String, Double> all(double[][] validated) {
    return metrics.all(targets(), validated, weights());
  }

  /// The same with decided classes; empty for the most probable ones.
  Map<String, Double> all(double[][] validated, int[] decided) {
    return decided.length == 0
        ? all(validated)
        : metrics.allDecided(targets(), validated, weights(), decided);
  }

  /// Whether validation rows come after training rows in time.
  boolean isLaterRows() {
    return splitting.laterRows();
  }

  /// Gathers the splits' predictions; rows validated several times get the mean.
  ///
  /// @param bySplit for each split `outputs x rows`
  /// @return `outputs x validated rows`
  double[][] gather(List<double[][]> bySplit) {
    int outputs = bySplit.getFirst().length;
    double[][] sums = new double[outputs][rows.length];
    int[] counts = new int[rows.length];
    for (int split = 0; split < bySplit.size(); split++) {
      int[] some = splits.get(split).validation();
      for (int i = 0; i < some.length; i++) {
        int place = placeOf[some[i]];
        counts[place]++;
        for (int j = 0; j < outputs; j++) {
          sums[j][place] += bySplit.get(split)[j][i];
        }
      }
    }
    for (double[] sum : sums) {
      for (int place = 0; place < sum.length; place++) {
        sum[place] /= Math.max(1, counts[place]);
      }
    }
    return sums;
  }

  /// Mean number of training rows over mean number of validation rows.
  double trainPerValidation() {
    double train = 0;
    double validation = 0;
    for (Split split : new ArrayList<>(splits)) {
      train += split.train().length;
      validation += split.validation().length;
    }
    return train / Math.max(1, validation);
  }
}
