package dev.lazuli.ml.automl;

import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.split.Folds;
import dev.lazuli.ml.split.HoldOut;
import dev.lazuli.ml.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The splits by which all trials are judged, and the metric.
final class Evaluation {
  private static final int ROWS_SMALL = 1_000;
  private static final int ROWS_MEDIUM = 50_000;
  private static final int ROWS_LARGE = 200_000;
  private static final int HELD_MAX = 20_000;
  private static final double HELD_SHARE = 0.1;

  private final List<Split> splits;
  private final Metrics metrics;
  private final double[] y;
  private final int[] rows;
  private final int[] placeOf;
  private final String rule;

  private Evaluation(TrainingSet set, Metrics metrics, List<Split> splits, String rule) {
    this.splits = List.copyOf(splits);
    this.metrics = metrics;
    this.y = set.y();
    this.rule = rule;
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

  /// Chooses the splits: as asked, or by the number of rows and what the budget allows.
  static Evaluation of(TrainingSet set, AutoMlSettings settings, Metrics metrics, CostModel costs) {
    SplittableRandom random = new SplittableRandom(settings.seed() ^ 0x5eed);
    Validation asked = settings.validation();
    int n = set.trainCount();
    if (asked.table() != null) {
      int[] held = IntStream.range(n, set.y().length).toArray();
      Split split = new Split(set.trainRows(), held);
      return new Evaluation(set, metrics, List.of(split), "validation data");
    }
    if (asked.folds() > 0) {
      return folds(set, metrics, asked.folds(), 1, random);
    }
    if (asked.share() > 0) {
      return heldOut(set, metrics, asked.share(), random);
    }
    if (n < ROWS_SMALL) {
      return folds(set, metrics, 5, 2, random);
    }
    if (n <= ROWS_MEDIUM && costs.trainings(0.8) >= 5 * 5) {
      return folds(set, metrics, 5, 1, random);
    }
    if (n <= ROWS_LARGE && costs.trainings(0.67) >= 3 * 5) {
      return folds(set, metrics, 3, 1, random);
    }
    return heldOut(set, metrics, Math.min(HELD_SHARE, (double) HELD_MAX / n), random);
  }

  private static Evaluation folds(
      TrainingSet set, Metrics metrics, int folds, int times, SplittableRandom random) {
    int count = Math.min(folds, set.trainCount());
    List<Split> splits =
        Folds.repeated(
            times,
            () ->
                set.target().task() == Task.CLASSIFICATION
                    ? Folds.stratified(classes(set), count, random)
                    : Folds.random(set.trainCount(), count, random));
    String rule = "%d-fold cross-validation".formatted(count);
    return new Evaluation(
        set, metrics, splits, times == 1 ? rule : "%s, %d times".formatted(rule, times));
  }

  private static Evaluation heldOut(
      TrainingSet set, Metrics metrics, double share, SplittableRandom random) {
    Split split =
        set.target().task() == Task.CLASSIFICATION
            ? HoldOut.stratified(classes(set), share, random)
            : HoldOut.random(set.trainCount(), share, random);
    return new Evaluation(
        set, metrics, List.of(split), "%.3g %% of the rows held out".formatted(share * 100));
  }

  private static int[] classes(TrainingSet set) {
    return Arrays.stream(set.y(), 0, set.trainCount()).mapToInt(c -> (int) c).toArray();
  }

  List<Split> splits() {
    return splits;
  }

  /// The rule in words.
  String rule() {
    return rule;
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
    return metrics.primary(targets(splits.get(split).validation()), predictions);
  }

  /// The primary metric of each split for predictions of all validated rows.
  double[] foldValues(double[][] validated) {
    return IntStream.range(0, splits.size())
        .mapToDouble(split -> foldValue(split, part(validated, splits.get(split))))
        .toArray();
  }

  /// The primary metric of some validated rows, given by their places; rows may come twice.
  double value(double[][] validated, int[] places) {
    double[] some = Arrays.stream(places).mapToDouble(place -> y[rows[place]]).toArray();
    return metrics.primary(some, selected(validated, places));
  }

  /// The mean over splits of the primary metric, turned so that higher is better.
  double score(double[][] validated) {
    double mean = Arrays.stream(foldValues(validated)).average().orElse(Double.NaN);
    double score = metrics.higherIsBetter() ? mean : -mean;
    return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
  }

  private static double[][] selected(double[][] values, int[] places) {
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
    int[] places = Arrays.stream(split.validation()).map(row -> placeOf[row]).toArray();
    return selected(validated, places);
  }

  private double[] targets(int[] some) {
    return Arrays.stream(some).mapToDouble(row -> y[row]).toArray();
  }

  /// Targets of all validated rows.
  double[] targets() {
    return targets(rows);
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
