package dev.lazuli.ml.explain;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.TabularModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// How much worse a model of tables does when one column is shuffled among rows, as
/// [PermutationImportance] of all features that the column becomes.
public final class ColumnImportance {
  /// One column.
  ///
  /// @param mean how much shuffling it lowers the score, in the mean of the repeats
  /// @param deviation the standard deviation of the repeats
  public record Importance(String column, double mean, double deviation) {}

  private ColumnImportance() {}

  /// Measures all columns that the model takes, the most important first.
  ///
  /// @param frame rows that the model was best not trained on; as many as time allows, some 1,000
  ///   are mostly enough
  /// @param score tells how good predictions of all rows are, outputs x rows: numbers, or the
  ///   probabilities of each class; higher is better
  /// @param repeats how often each column is shuffled, `>= 1`
  /// @throws StopSignal.Stopped when the work was told to end
  public static List<Importance> measure(
      TabularModel model,
      Frame frame,
      ToDoubleFunction<double[][]> score,
      int repeats,
      long seed,
      StopSignal stop) {
    if (frame.rowCount() == 0) {
      throw new InvalidInput("rows", "there are no rows to shuffle");
    }
    if (repeats < 1) {
      throw new InvalidInput("repeats", "repeats is %d, it must be at least 1".formatted(repeats));
    }
    double whole = score.applyAsDouble(model.predictNumbers(frame));
    List<String> names =
        model.signature().inputs().stream()
            .map(Signature.Input::name)
            .filter(name -> frame.find(name).isPresent())
            .toList();
    double[][] drops = new double[names.size()][repeats];
    int[] order = new int[frame.rowCount()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int c = 0; c < drops.length; c++) {
      for (int repeat = 0; repeat < repeats; repeat++) {
        stop.check();
        Drops.shuffle(order, random);
        Frame shuffled = shuffled(frame, names.get(c), order);
        drops[c][repeat] = whole - score.applyAsDouble(model.predictNumbers(shuffled));
      }
    }
    Drops all = new Drops(drops);
    List<Importance> importances = new ArrayList<>();
    for (int c = 0; c < drops.length; c++) {
      importances.add(new Importance(names.get(c), all.mean(c), all.deviation(c)));
    }
    importances.sort(Comparator.comparingDouble(importance -> -importance.mean()));
    return importances;
  }

  private static Frame shuffled(Frame frame, String name, int[] order) {
    List<Column> columns = new ArrayList<>();
    for (Column column : frame.columns()) {
      columns.add(column.name().equals(name) ? column.select(order) : column);
    }
    return new Frame(columns);
  }
}
