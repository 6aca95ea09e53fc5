package dev.lazuli.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.metric.ClassificationScores;
import dev.lazuli.ml.metric.Metric;
import dev.lazuli.ml.metric.Predictions;
import dev.lazuli.ml.metric.RegressionScores;
import dev.lazuli.ml.metric.TargetSpread;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/// How well a model does on rows that it has never seen.
final class TestScores {
  private TestScores() {}

  /// All metrics of the model's task over the rows whose target is known.
  ///
  /// @throws InvalidInput when there are no such rows
  static Map<Metric, Double> of(TabularModel model, Frame rows) {
    Target target = model.target();
    Column column = rows.require(target.name());
    int[] known =
        IntStream.range(0, rows.rowCount())
            .filter(row -> !column.isMissing(row))
            .filter(row ->
                target.task() == Task.REGRESSION || target.classes().contains(column.text(row)))
            .toArray();
    if (known.length == 0) {
      throw new InvalidInput(
          "test_data", "no row of the test data has a known '%s'".formatted(target.name()));
    }
    Frame usable = rows.select(known);
    double[][] predicted = model.predictNumbers(usable);
    return switch (target.task()) {
      case REGRESSION -> regression(usable.require(target.name()), predicted[0]);
      case CLASSIFICATION ->
          classification(
              target, usable.require(target.name()), predicted, model.decided(predicted));
    };
  }

  private static Map<Metric, Double> regression(Column column, double[] predicted) {
    if (!(column instanceof NumberColumn numbers)) {
      throw new InvalidInput(
          "test_data", "column '%s' of the test data holds no numbers".formatted(column.name()));
    }
    double[] actual = Arrays.copyOf(numbers.values(), predicted.length);
    return new RegressionScores(actual, predicted, TargetSpread.of(actual)).values();
  }

  private static Map<Metric, Double> classification(
      Target target, Column column, double[][] predicted, int[] decided) {
    int rows = predicted[0].length;
    int classCount = predicted.length;
    int[] actual = new int[rows];
    double[] probabilities = new double[rows * classCount];
    for (int row = 0; row < rows; row++) {
      actual[row] = target.classes().indexOf(column.text(row));
      for (int group = 0; group < classCount; group++) {
        probabilities[row * classCount + group] = predicted[group][row];
      }
    }
    return new ClassificationScores(
            Predictions.of(actual, probabilities, classCount).withPredicted(decided))
        .values();
  }
}
