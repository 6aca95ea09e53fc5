package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.metric.ClassificationCharts;
import dev.lazuli.ml.metric.ClassificationCurves;
import dev.lazuli.ml.metric.ClassificationScores;
import dev.lazuli.ml.metric.CurveTable;
import dev.lazuli.ml.metric.Metric;
import dev.lazuli.ml.metric.MetricArtifact;
import dev.lazuli.ml.metric.PositiveScores;
import dev.lazuli.ml.metric.Predictions;
import dev.lazuli.ml.metric.RegressionCharts;
import dev.lazuli.ml.metric.RegressionScores;
import dev.lazuli.ml.metric.TargetSpread;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The metrics of a task, one of them the primary one.
final class Metrics {
  private final Target target;
  private final Metric primary;
  private final TargetSpread spread;
  private final int positive;

  /// @param wanted name of the primary metric; empty for Azure's default
  /// @param positiveLabel class whose own metrics are added; empty for none
  /// @param y the training rows' target
  /// @throws InvalidInput when there is no such metric for the task, or no such class
  Metrics(Target target, String wanted, String positiveLabel, double[] y) {
    this.target = target;
    this.positive = target.classes().indexOf(positiveLabel);
    if (!positiveLabel.isEmpty() && positive < 0) {
      throw new InvalidInput(
          "positive_label",
          "positive_label '%s' is no class of '%s'; there are %s"
              .formatted(positiveLabel, target.name(), String.join(", ", target.classes())));
    }
    boolean regression = target.task() == Task.REGRESSION;
    Metric byDefault = regression ? Metric.NORMALIZED_ROOT_MEAN_SQUARED_ERROR : Metric.ACCURACY;
    this.primary = wanted.isEmpty() ? byDefault : Metric.parse(kind(target.task()), wanted);
    this.spread = TargetSpread.of(y);
  }

  static Metric.Kind kind(Task task) {
    return switch (task) {
      case REGRESSION -> Metric.Kind.REGRESSION;
      case CLASSIFICATION -> Metric.Kind.CLASSIFICATION;
    };
  }

  Metric primary() {
    return primary;
  }

  boolean higherIsBetter() {
    return primary.isMaximized();
  }

  /// The primary metric.
  ///
  /// @param y the target of some rows
  /// @param predictions `outputs x rows`
  /// @param weights of the rows; null for 1 each
  double primary(double[] y, double[][] predictions, double @Nullable [] weights) {
    return target.task() == Task.REGRESSION
        ? numbers(y, predictions[0], weights).value(primary)
        : new ClassificationScores(classes(y, predictions, weights)).value(primary);
  }

  /// The primary metric of classes decided in another way than by the greatest probability.
  double decided(double[] y, double[][] predictions, double @Nullable [] weights, int[] decided) {
    return new ClassificationScores(classes(y, predictions, weights).withPredicted(decided))
        .value(primary);
  }

  /// The log loss of class probabilities; 0 for numbers.
  double logLoss(double[] y, double[][] predictions) {
    if (target.task() == Task.REGRESSION) {
      return 0;
    }
    double sum = 0;
    for (int row = 0; row < y.length; row++) {
      sum -= Math.log(Math.max(predictions[(int) y[row]][row], 1e-15));
    }
    return sum / y.length;
  }

  /// All metrics with classes decided in another way.
  Map<String, Double> allDecided(
      double[] y, double[][] predictions, double @Nullable [] weights, int[] decided) {
    return all(classes(y, predictions, weights).withPredicted(decided));
  }

  private RegressionScores numbers(double[] y, double[] predicted, double @Nullable [] weights) {
    return weights == null
        ? new RegressionScores(y, predicted, spread)
        : new RegressionScores(y, predicted, spread, weights);
  }

  /// All metrics of the task under Azure's names.
  Map<String, Double> all(double[] y, double[][] predictions, double @Nullable [] weights) {
    return target.task() == Task.REGRESSION
        ? named(numbers(y, predictions[0], weights).values())
        : all(classes(y, predictions, weights));
  }

  private Map<String, Double> all(Predictions classes) {
    Map<String, Double> named = named(new ClassificationScores(classes).values());
    if (positive >= 0) {
      named.putAll(PositiveScores.of(classes, positive));
    }
    return named;
  }

  private static Map<String, Double> named(Map<Metric, Double> values) {
    Map<String, Double> named = new LinkedHashMap<>();
    values.forEach((metric, value) -> named.put(metric.azureName(), value));
    return named;
  }

  /// What is drawn of a choice, under Azure's names: rows count by their weights in the confusion
  /// matrix, and once in the other charts, which tell numbers of rows.
  ///
  /// @param all the target of all training rows, which gives the charts their bins
  List<MetricArtifact> charts(Evaluation evaluation, Choice choice, double[] all) {
    double[] y = evaluation.targets();
    double[][] predictions = choice.predictions();
    return switch (target.task()) {
      case REGRESSION ->
          List.of(
              RegressionCharts.residuals(y, predictions[0], spread),
              RegressionCharts.predictedTrue(y, predictions[0], all));
      case CLASSIFICATION -> {
        Predictions probable = classes(y, predictions, evaluation.weights());
        int[] decided = choice.decided();
        Predictions classes = decided.length == 0 ? probable : probable.withPredicted(decided);
        yield List.of(
            ClassificationCharts.confusionMatrix(classes, target.classes()),
            ClassificationCharts.accuracyTable(classes, target.classes()));
      }
    };
  }

  /// The points of curves; none for numbers.
  List<CurveTable> curves(double[] y, double[][] predictions, double @Nullable [] weights) {
    return target.task() == Task.REGRESSION
        ? List.of()
        : ClassificationCurves.of(classes(y, predictions, weights), target.classes());
  }

  private static Predictions classes(
      double[] y, double[][] predictions, double @Nullable [] weights) {
    int classCount = predictions.length;
    double[] probabilities = new double[y.length * classCount];
    for (int row = 0; row < y.length; row++) {
      for (int c = 0; c < classCount; c++) {
        probabilities[row * classCount + c] = predictions[c][row];
      }
    }
    Predictions classes =
        Predictions.of(
            Arrays.stream(y).mapToInt(c -> (int) c).toArray(), probabilities, classCount);
    return weights == null ? classes : classes.withWeights(weights);
  }
}
