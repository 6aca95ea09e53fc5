package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.explain.ColumnImportance.Importance;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.metric.Metric;
import dev.lazuli.ml.model.TabularModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/// Finds the best model of a table within a time budget.
///
/// ```java
/// AutoMlResult result =
///     AutoMl.run(frame, AutoMlSettings.regression("price").withBudget(Duration.ofSeconds(60)));
/// ```
public final class AutoMl {
  private static final Set<Metric> MAY_BE_NEGATIVE =
      Set.of(
          Metric.EXPLAINED_VARIANCE,
          Metric.MATTHEWS_CORRELATION,
          Metric.NORM_MACRO_RECALL,
          Metric.R2_SCORE,
          Metric.SPEARMAN_CORRELATION);

  private final AutoMlSettings settings;
  private final AutoMlListener listener;
  private final RunClock clock;

  private AutoMl(AutoMlSettings settings, AutoMlListener listener, RunClock clock) {
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
  }

  /// Searches without anyone listening.
  ///
  /// @throws InvalidInput when the table or a setting cannot be used
  public static AutoMlResult run(Frame train, AutoMlSettings settings) {
    return run(train, settings, AutoMlListener.none(), StopSignal.never(), System::nanoTime);
  }

  /// Searches.
  ///
  /// @param stop ends the run within a second, without a result
  /// @param nanoTime a clock that only grows, such as `System::nanoTime`
  /// @throws InvalidInput when the table or a setting cannot be used
  /// @throws StopSignal.Stopped when told to stop
  public static AutoMlResult run(
      Frame train,
      AutoMlSettings settings,
      AutoMlListener listener,
      StopSignal stop,
      LongSupplier nanoTime) {
    return run(train, settings, listener, new RunClock(stop, nanoTime, settings.limits().budget()));
  }

  /// Searches in what is left of the time of a clock, which started before the table was read.
  ///
  /// @param clock of the settings' budget
  /// @throws dev.lazuli.ml.InvalidInput when the table or a setting cannot be used, or the time
  ///   left is too short to prepare the table
  /// @throws StopSignal.Stopped when told to stop
  public static AutoMlResult run(
      Frame train, AutoMlSettings settings, AutoMlListener listener, RunClock clock) {
    return new AutoMl(settings, listener, clock).run(train);
  }

  private AutoMlResult run(Frame train) {
    TableSearch.Found found = new TableSearch(settings, listener, clock).run(train);
    TrainingSet set = found.set();
    Evaluation evaluation = found.evaluation();
    Metrics metrics = evaluation.metrics();
    Choice choice = new Chooser(settings, set, evaluation, clock).choose(found.trials());
    TabularModel model = new FinalModel(found.fitting(), set, evaluation, clock).of(choice);
    clock.checkCaller();
    Leaderboard leaderboard = leaderboard(set, evaluation, found.trials(), choice);
    List<Importance> importances =
        settings.explain()
            ? new Explainer(set, evaluation, settings).importances(choice, model, clock.hard())
            : List.of();
    double[] trainY = found.trainTargets();
    return new AutoMlResult(
        leaderboard,
        model,
        metrics.charts(evaluation, choice, trainY),
        metrics.curves(evaluation.targets(), choice.predictions(), evaluation.weights()),
        importances,
        new ModelJudge(metrics, settings.weightColumn()));
  }

  private Leaderboard leaderboard(
      TrainingSet set, Evaluation evaluation, List<Trial> trials, Choice choice) {
    List<TrialResult> results = new ArrayList<>(trials.stream().map(Trial::result).toList());
    results.removeIf(result -> result.number() == choice.result().number());
    results.add(choice.result());
    Metrics metrics = evaluation.metrics();
    results.sort(
        Comparator.comparing(TrialResult::score, metrics.primary().bestFirst())
            .thenComparingInt(TrialResult::number));
    double ratio = 1 / evaluation.trainPerValidation();
    return new Leaderboard(
        set.target().task(),
        set.target().name(),
        metrics.primary().azureName(),
        metrics.higherIsBetter(),
        evaluation.rule(),
        choice.result(),
        new RankRemark(evaluation, set.roles().comeAgain()).of(choice, trials),
        interval(evaluation, choice, ratio).within(bounds(metrics.primary())),
        results,
        new EqualTrials(evaluation, settings.seed(), clock.hard()).equals(trials, choice),
        set.findings().notes(),
        set.findings().all(),
        clock.spent().toNanos() / 1e9,
        settings.seed());
  }

  /// Scores end at 1, errors at 0, and so do most scores.
  private static Interval bounds(Metric metric) {
    if (!metric.isMaximized()) {
      return new Interval(0, Double.POSITIVE_INFINITY);
    }
    return new Interval(MAY_BE_NEGATIVE.contains(metric) ? Double.NEGATIVE_INFINITY : 0, 1);
  }

  private Interval interval(Evaluation evaluation, Choice choice, double ratio) {
    if (choice.foldValues().length > 1) {
      return Interval.ofFolds(choice.foldValues(), ratio);
    }
    double[][] predictions = choice.predictions();
    return Interval.ofRows(
        evaluation.validatedCount(),
        rows -> evaluation.value(predictions, rows),
        settings.seed(),
        clock.finalFits());
  }
}
