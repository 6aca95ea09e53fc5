package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.explain.ColumnImportance;
import dev.lazuli.ml.explain.ColumnImportance.Importance;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.TabularModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Measures how much each column matters to the chosen trials: how much the primary metric of rows
/// that they were not trained on falls when the column is shuffled.
final class Explainer {
  private static final int ROWS_MAX = 1_000;
  private static final int REPEATS = 3;

  private final TrainingSet set;
  private final Evaluation evaluation;
  private final AutoMlSettings settings;

  Explainer(TrainingSet set, Evaluation evaluation, AutoMlSettings settings) {
    this.set = set;
    this.evaluation = evaluation;
    this.settings = settings;
  }

  /// The columns, the most important first; empty when time is over before.
  ///
  /// @param choice whose models of the first split are measured on its validation rows
  /// @param whole measured in their place, on training rows, when those rows have a table of their
  ///   own
  List<Importance> importances(Choice choice, TabularModel whole, StopSignal stop) {
    if (stop.isStopped()) {
      return List.of();
    }
    int[] held = evaluation.splits().getFirst().validation();
    boolean inside = held[held.length - 1] < set.trainCount();
    boolean kept = choice.trials().stream().noneMatch(trial -> trial.members().isEmpty());
    TabularModel model = inside && kept ? ofFirstSplit(choice) : whole;
    int[] rows = inside ? held : set.trainRows();
    int step = Math.max(1, Math.ceilDiv(rows.length, ROWS_MAX));
    int[] some =
        IntStream.range(0, rows.length).filter(i -> i % step == 0).map(i -> rows[i]).toArray();
    double[] y = Arrays.stream(some).mapToDouble(row -> set.y()[row]).toArray();
    double[] all = set.weights();
    double[] weights =
        all == null ? null : Arrays.stream(some).mapToDouble(row -> all[row]).toArray();
    Frame frame = set.rows().select(some);
    Metrics metrics = evaluation.metrics();
    try {
      return ColumnImportance.measure(
          model,
          frame,
          predictions -> metrics.primary().score(metrics.primary(y, predictions, weights)),
          REPEATS,
          settings.seed(),
          stop);
    } catch (StopSignal.Stopped late) {
      return List.of();
    }
  }

  private TabularModel ofFirstSplit(Choice choice) {
    List<Member> members =
        IntStream.range(0, choice.trials().size())
            .mapToObj(
                i -> choice.trials().get(i).members().getFirst().weighing(choice.weights().get(i)))
            .toList();
    return new TabularModel(
        set.target(), set.encoder(), members, choice.combination(), set.example());
  }
}
