package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Judges a model on rows that it has never seen, as the search judged its trials: by the same
/// metrics, with the same column of weights, positive class and range of the target.
public final class ModelJudge {
  private static final int NAMED_MAX = 3;

  private final Metrics metrics;
  private final String weightColumn;

  ModelJudge(Metrics metrics, String weightColumn) {
    this.metrics = metrics;
    this.weightColumn = weightColumn;
  }

  /// What came of it.
  ///
  /// @param metrics by Azure's names
  /// @param notes what a reader of the metrics has to know about the rows, in sentences
  public record Judgement(Map<String, Double> metrics, List<String> notes) {
    /// Copies the collections, keeping their order.
    public Judgement {
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
      notes = List.copyOf(notes);
    }
  }

  /// All metrics of the model's task over the rows whose target is known.
  ///
  /// Rows of a class that the model does not know count: it cannot be right about them.
  ///
  /// @throws InvalidInput when there are no such rows, or they cannot be judged
  public Judgement judge(TabularModel model, Frame rows) {
    Target target = model.target();
    List<String> notes = new ArrayList<>();
    Frame known = known(rows, target.name(), notes);
    double[] weights = null;
    if (known.names().contains(weightColumn)) {
      weights = RowWeights.of(known, weightColumn);
    } else if (!weightColumn.isEmpty()) {
      notes.add(
          "the test data has no column '%s', so each of its rows counts once"
              .formatted(weightColumn));
    }
    Column column = known.require(target.name());
    double[][] predicted = model.predictNumbers(known);
    if (target.task() == Task.REGRESSION) {
      return new Judgement(metrics.all(numbers(column), predicted, weights), notes);
    }
    List<String> classes = classes(target, column, notes);
    double[][] probabilities = Arrays.copyOf(predicted, classes.size());
    for (int c = predicted.length; c < probabilities.length; c++) {
      probabilities[c] = new double[column.size()];
    }
    double[] actual =
        IntStream.range(0, column.size())
            .mapToDouble(row -> classes.indexOf(column.text(row)))
            .toArray();
    return new Judgement(
        metrics.allDecided(actual, probabilities, weights, model.decided(predicted)), notes);
  }

  /// The rows whose target is known.
  private static Frame known(Frame rows, String target, List<String> notes) {
    Column column = rows.require(target);
    int[] known =
        IntStream.range(0, rows.rowCount())
            .filter(row -> !column.isMissing(row))
            .filter(row ->
                !(column instanceof NumberColumn number) || Double.isFinite(number.value(row)))
            .toArray();
    if (known.length == 0) {
      throw new InvalidInput(
          "test_data", "no row of the test data has a known '%s'".formatted(target));
    }
    int left = rows.rowCount() - known.length;
    if (left > 0) {
      notes.add(
          "%d of %d test rows have no '%s' and are left out"
              .formatted(left, rows.rowCount(), target));
    }
    return left == 0 ? rows : rows.select(known);
  }

  private static double[] numbers(Column column) {
    if (!(column instanceof NumberColumn numbers)) {
      throw new InvalidInput(
          "test_data", "column '%s' of the test data holds no numbers".formatted(column.name()));
    }
    return Arrays.copyOf(numbers.values(), numbers.size());
  }

  /// The model's classes, then those that only the rows have.
  private static List<String> classes(Target target, Column column, List<String> notes) {
    List<String> classes = new ArrayList<>(target.classes());
    int unknown = 0;
    for (int row = 0; row < column.size(); row++) {
      String label = column.text(row);
      if (!target.classes().contains(label)) {
        unknown++;
        if (!classes.contains(label)) {
          classes.add(label);
        }
      }
    }
    if (unknown > 0) {
      List<String> more = classes.subList(target.classes().size(), classes.size());
      notes.add(
          "%d of %d test rows are of classes that the training data does not have, such as '%s'; they count as wrong"
              .formatted(
                  unknown,
                  column.size(),
                  String.join("', '", more.subList(0, Math.min(NAMED_MAX, more.size())))));
    }
    return classes;
  }
}
