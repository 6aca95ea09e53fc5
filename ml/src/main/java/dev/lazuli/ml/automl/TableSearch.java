package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.automl.Guardrail.Check;
import dev.lazuli.ml.frame.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The first half of a run: a table is read, its rows are parted, and trials are made.
final class TableSearch {
  private final AutoMlSettings settings;
  private final AutoMlListener listener;
  private final RunClock clock;

  TableSearch(AutoMlSettings settings, AutoMlListener listener, RunClock clock) {
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
  }

  /// What a search found, before anything is chosen.
  ///
  /// @param fitting the settings, less what memory does not hold
  /// @param trials all of them; one at least is complete
  record Found(AutoMlSettings fitting, TrainingSet set, Evaluation evaluation, List<Trial> trials) {
    /// The target of the training rows.
    double[] trainTargets() {
      return Arrays.copyOf(set.y(), set.trainCount());
    }
  }

  /// Reads and searches.
  ///
  /// @throws InvalidInput when the table or a setting cannot be used
  /// @throws dev.lazuli.ml.StopSignal.Stopped when the caller said stop
  Found run(Frame train) {
    Set<Algorithm> algorithms = Algorithm.chosen(settings);
    TotalsRow totals = TotalsRow.of(train);
    TrainingSet set = new TimedReading(settings, clock).read(totals.without(train));
    totals.tell(set.findings());
    double[] trainY = Arrays.copyOf(set.y(), set.trainCount());
    Metrics metrics =
        new Metrics(set.target(), settings.metric(), settings.positiveLabel(), trainY);
    CostModel costs = new CostModel(set, settings.limits());
    Evaluation evaluation = new Evaluation(set, metrics, SplitPlan.of(set, settings, costs));
    set.findings().done(Check.VALIDATION_SPLIT, "models are judged by " + evaluation.rule());
    listener.prepared(
        metrics.primary().azureName(),
        metrics.higherIsBetter(),
        evaluation.rule(),
        set.findings().notes());
    Trainer trainer = new Trainer(set, clock.trials()).judgedBy(metrics.primary());
    AutoMlSettings fitting =
        MemoryLimit.within(
            settings, set, trainer.loss(), Runtime.getRuntime().maxMemory(), set.findings());
    Proposals proposals = proposals(algorithms, set, costs, evaluation);
    Halving halving = Halving.of(set, evaluation, costs, settings);
    Search search = new Search(fitting, evaluation, proposals, trainer, clock, halving, listener);
    List<Trial> trials = new ArrayList<>(search.run());
    if (trials.stream().noneMatch(Trial::isComplete)) {
      trials.add(fallback(set, evaluation, halving, trials));
    }
    listener.finishing(search.progress());
    return new Found(fitting, set, evaluation, List.copyOf(trials));
  }

  private Proposals proposals(
      Set<Algorithm> algorithms, TrainingSet set, CostModel costs, Evaluation evaluation) {
    double share = evaluation.trainPerValidation() / (1 + evaluation.trainPerValidation());
    int roundsMax = costs.roundsMax(settings.ensembles().treesMax());
    LearningRate rates = new LearningRate(costs, share, evaluation.splits().size(), roundsMax);
    return new Proposals(
        algorithms,
        set,
        new Trainer(set, clock.trials()).loss(),
        rates,
        evaluation.metrics().higherIsBetter(),
        settings.seed());
  }

  /// A constant prediction, for when no trial came to its end in time.
  ///
  /// @throws InvalidInput when not even that can be judged
  private Trial fallback(
      TrainingSet set, Evaluation evaluation, Halving halving, List<Trial> trials) {
    int number = trials.size();
    Trainer trainer = new Trainer(set, clock.caller());
    TrialPlan plan = new TrialPlan(number, "Constant", new LearnerPlan.Constant());
    listener.trialStarted(number, plan.algorithm(), plan.params());
    Trial trial =
        new TrialRun(plan, evaluation, trainer, clock, Long.MAX_VALUE, TrialRun.Bars.none(halving))
            .run();
    if (!trial.isComplete()) {
      throw new InvalidInput(
          "training_data",
          trials.isEmpty()
              ? "no trial could begin within %s: give more time"
                  .formatted(settings.limits().budget())
              : "no trial could be judged; of the first: " + trials.getFirst().result().message());
    }
    set.findings()
        .alert(
            Check.TIME,
            "no trial came to its end in time, so that the model is a constant: give more time");
    return trial;
  }
}
