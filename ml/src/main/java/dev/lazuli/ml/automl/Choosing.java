package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.ensemble.GreedyEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Chooses what the final model is made of: one trial, a weighted ensemble, or a stack.
final class Choosing {
  static final String VOTE = "VotingEnsemble";

  /// So many of the best trials are tried in the ensemble, and the best of each algorithm.
  private static final int BEST = 10;

  private static final int STEPS = 25;

  /// Of tables with few rows, the weight of the algorithms that cannot be told apart from the best.
  private static final double STEADY_ROWS = 200;

  private static final double STEADY_MAX = 0.5;
  private static final double STEADY_MIN = 0.05;

  /// A second ensemble is tried of models with no more than this part of the trees allowed.
  private static final double MEMBER_SHARE = 0.4;

  private final AutoMlSettings settings;
  private final TrainingSet set;
  private final Evaluation evaluation;
  private final RunClock clock;
  private final Optional<SeenAgain> again;

  Choosing(AutoMlSettings settings, TrainingSet set, Evaluation evaluation, RunClock clock) {
    this.settings = settings;
    this.set = set;
    this.evaluation = evaluation;
    this.clock = clock;
    this.again = SeenAgain.of(set, evaluation, clock.hard());
  }

  /// Chooses among completed trials, of which there is one at least.
  Choice choose(List<Trial> all) {
    long start = clock.nanoTime().getAsLong();
    List<Trial> ranked = ranked(all);
    Choice best = Choice.of(best(ranked));
    List<Choice> tried = new ArrayList<>();
    if (settings.ensembles().vote()) {
      for (double share : new double[] {1, MEMBER_SHARE}) {
        List<Trial> candidates =
            ranked.stream()
                .filter(trial -> cost(trial) <= share * settings.ensembles().treesMax())
                .toList();
        if (candidates.size() > 1) {
          tried.add(vote(all.size(), candidates, start));
        }
      }
    }
    if (settings.ensembles().stack() && ranked.size() > 1) {
      stack(all.size() + 1, ranked).ifPresent(tried::add);
    }
    for (Choice choice : tried) {
      boolean better = isBetter(choice, best) || (best.trials().size() == 1 && isSteadier(choice));
      if (choice.isEnsemble() && better) {
        best = choice;
      }
    }
    return again.isEmpty()
        ? new Correcting(settings, set, evaluation, clock).correct(best)
        : best; // what rows never seen teach of probabilities is wrong for those seen
  }

  private Trial best(List<Trial> ranked) {
    return again.isEmpty()
        ? ranked.getFirst()
        : ranked.stream()
            .max(Comparator.comparingDouble(trial -> score(predictions(trial))))
            .orElseThrow();
  }

  /// Whether one has the better score; a second layer is judged by new rows only.
  private boolean isBetter(Choice one, Choice other) {
    boolean stacked =
        one.combination().secondLayer().isPresent()
            || other.combination().secondLayer().isPresent();
    return stacked
        ? evaluation.score(one.predictions()) > evaluation.score(other.predictions())
        : score(predictions(one)) > score(predictions(other));
  }

  /// Whether a mix is to be preferred to a single trial that seems better by chance.
  private boolean isSteadier(Choice choice) {
    double[] best =
        choice.trials().getFirst().result().foldScores().stream().mapToDouble(f -> f).toArray();
    return STEADY_ROWS / evaluation.validatedCount() >= STEADY_MIN
        && best.length > 1
        && Interval.mayBeEqual(choice.foldValues(), best, 1 / evaluation.trainPerValidation());
  }

  /// A stack, unless time is over before it is made.
  private Optional<Choice> stack(int number, List<Trial> ranked) {
    try {
      return new Stacking(settings, set, evaluation, clock).stack(number, ranked);
    } catch (StopSignal.Stopped late) {
      clock.checkCaller();
      return Optional.empty();
    }
  }

  private List<Trial> ranked(List<Trial> all) {
    return candidates(
        all.stream()
            .filter(trial -> trial.isComplete() && !trial.members().isEmpty())
            .sorted(
                Comparator.comparingDouble(
                        (Trial trial) -> -trial.rank(evaluation.metrics().higherIsBetter()))
                    .thenComparingInt(trial -> trial.plan().number()))
            .toList());
  }

  /// The trials that the final model may be made of.
  ///
  /// @param ranked completed trials, the best first
  static List<Trial> candidates(List<Trial> ranked) {
    Set<String> algorithms = new HashSet<>();
    List<Trial> candidates = new ArrayList<>();
    for (Trial trial : ranked) {
      boolean first = algorithms.add(trial.plan().algorithm());
      if (first || candidates.size() < BEST) {
        candidates.add(trial);
      }
    }
    return candidates;
  }

  /// Trees, in trees of usual size, that the trial's model will have on all rows.
  static double cost(Trial trial) {
    return trial.treeCost() * FinalModel.ROUNDS_MORE;
  }

  private Choice vote(int number, List<Trial> candidates, long start) {
    double[][][] predictions =
        candidates.stream().map(this::predictions).toArray(double[][][]::new);
    double[] trees = candidates.stream().mapToDouble(Choosing::cost).toArray();
    double[] weights =
        new GreedyEnsemble(predictions, trees, settings.ensembles().treesMax(), this::score)
            .weights(STEPS, clock.ensemble());
    weights = steadied(weights, candidates);
    List<Trial> members = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    Map<String, String> params = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        TrialPlan plan = candidates.get(i).plan();
        members.add(candidates.get(i));
        shares.add(weights[i]);
        params.put("trial_" + plan.number(), "%s %.4f".formatted(plan.algorithm(), weights[i]));
      }
    }
    double[][] mixed =
        GreedyEnsemble.mix(
            candidates.stream().map(Trial::predictions).toArray(double[][][]::new), weights);
    double seconds = (clock.nanoTime().getAsLong() - start) / 1e9;
    TrialResult result = result(evaluation, number, VOTE, params, mixed, seconds);
    return Choice.mixed(members, shares, mixed, result);
  }

  /// Weights that lean towards the mean of the best trial of each kind of learner that cannot be
  /// told apart from the best, the more the fewer rows there are to choose weights by.
  private double[] steadied(double[] weights, List<Trial> candidates) {
    double share = Math.min(STEADY_MAX, STEADY_ROWS / evaluation.validatedCount());
    if (share < STEADY_MIN) {
      return weights;
    }
    Set<String> kinds = new HashSet<>();
    List<Integer> equals = new ArrayList<>();
    double trees = 0;
    for (int i = 0; i < weights.length; i++) {
      trees += weights[i] > 0 ? cost(candidates.get(i)) : 0;
    }
    for (int i = 0; i < weights.length; i++) {
      boolean first = kinds.add(candidates.get(i).plan().learner().kind());
      double more = weights[i] > 0 ? 0 : cost(candidates.get(i));
      boolean fits = trees + more <= settings.ensembles().treesMax();
      if (first && fits && mayBeEqual(candidates.get(i), candidates.getFirst())) {
        equals.add(i);
        trees += more;
      }
    }
    double[] steadied = Arrays.stream(weights).map(w -> w * (1 - share)).toArray();
    equals.forEach(i -> steadied[i] += share / equals.size());
    return equals.isEmpty() ? weights : steadied;
  }

  private boolean mayBeEqual(Trial one, Trial best) {
    double[] folds = one.result().foldScores().stream().mapToDouble(f -> f).toArray();
    double[] others = best.result().foldScores().stream().mapToDouble(f -> f).toArray();
    return one == best
        || (folds.length > 1
            && Interval.mayBeEqual(folds, others, 1 / evaluation.trainPerValidation()));
  }

  /// What [#score] judges a trial by.
  private double[][] predictions(Trial trial) {
    return again.isEmpty() ? trial.predictions() : again.get().both(trial);
  }

  /// What [#score] judges a mix by.
  private double[][] predictions(Choice mix) {
    return again.isEmpty()
        ? mix.predictions()
        : GreedyEnsemble.mix(
            mix.trials().stream().map(this::predictions).toArray(double[][][]::new),
            mix.weights().stream().mapToDouble(weight -> weight).toArray());
  }

  private double score(double[][] predictions) {
    clock.checkCaller();
    return again.isEmpty() ? evaluation.score(predictions) : again.get().score(predictions);
  }

  /// How a combination of trials did.
  static TrialResult result(
      Evaluation evaluation,
      int number,
      String name,
      Map<String, String> params,
      double[][] predictions,
      double seconds) {
    double[] folds = evaluation.foldValues(predictions);
    return new TrialResult(
        number,
        name,
        params,
        TrialResult.State.COMPLETED,
        Arrays.stream(folds).average().orElse(Double.NaN),
        Arrays.stream(folds).boxed().toList(),
        evaluation.all(predictions),
        seconds,
        "");
  }
}
